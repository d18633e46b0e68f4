"""A list by scene or theme, with why each thing is on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.discovery.lists.queries import Place, ShownList, published
from regulars.discovery.storefront.blocks.empty import nothing
from regulars.discovery.storefront.hooks import Block, Field, Scene, blocks
from regulars.ground.kit.refusals import NotFound

LOOKS = (("row", _("One row that moves sideways")), ("places", _("Numbered, with the reasons")))
FIELDS = (
    Field("list", "list", _("List"), required=True),
    Field("title", "line", _("Another title"), help=_("Empty: the title of the list."), spoken=True, most=80),
    Field("look", "choice", _("Look"), choices=LOOKS, default="row"),
    Field("size", "number", _("How many"), least=2, most=20, default=8),
)


def fill(settings: Mapping[str, Any], scene: Scene) -> Mapping[str, Any] | None:
    """The list's first places, in a store those that are its own; three queries."""
    found = _published(settings["list"])
    places = [one for one in found.places if _may_stand(one, scene)][: settings["size"]] if found else []
    if found is None or not places:
        return nothing(
            scene, _("Choose a published list: its goods or stores stand here while it is published.")
        )
    return {
        "title": settings["title"] or found.title,
        "intro": found.intro,
        "slug": found.slug,
        "look": settings["look"],
        "products": [one.card for one in places if one.card],
        "shops": [one.store for one in places if one.store],
        "places": [{"card": one.card, "store": one.store, "why": one.why} for one in places],
    }


def _may_stand(place: Place, scene: Scene) -> bool:
    return scene.store is None or (place.card is not None and place.card.store_id == scene.store)


def _published(name: str) -> ShownList | None:
    try:
        return published(name) if name else None
    except NotFound:
        return None


@blocks.answer
def list_() -> Block:
    """A list by scene or theme."""
    return Block(
        kind="list",
        title=_("List"),
        help=_("A list by scene or theme, with why each thing is on it."),
        fields=FIELDS,
        fill=fill,
        template="block.html",
        style="block.css",
        icon="book",
        sample={"list": "lst_00000000000000000000", "look": "places"},
    )
