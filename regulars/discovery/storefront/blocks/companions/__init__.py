"""On a product's page: what goes with it, or what others looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.discovery.storefront.blocks.empty import nothing
from regulars.discovery.storefront.blocks.personal import picks
from regulars.discovery.storefront.hooks import Block, Field, Scene, blocks

WHICH = (("goes-with", _("What is bought with it")), ("also-viewed", _("What others looked at")))
FIELDS = (
    Field("which", "choice", _("Which products"), required=True, choices=WHICH, default="goes-with"),
    Field("title", "line", _("Another title"), spoken=True, most=80),
    Field("size", "number", _("How many"), least=2, most=16, default=8),
)


def fill(settings: Mapping[str, Any], scene: Scene) -> Mapping[str, Any] | None:
    """Products near the page's own, chosen for whoever looks; one query beside choosing."""
    if scene.product is None:
        return None
    chosen = picks(scene, settings["which"], settings["size"], near=scene.product)
    if not chosen.cards:
        return nothing(scene, _("Fills itself as soon as people look at and buy other goods with this one."))
    return {
        "title": settings["title"],
        "which": settings["which"],
        "products": chosen.cards,
        "decision": chosen.decision,
        "whys": chosen.whys,
    }


@blocks.answer
def companions() -> Block:
    """What goes with a product."""
    return Block(
        kind="companions",
        title=_("Companions"),
        help=_("What is bought with the product, or what others looked at; it differs by person."),
        fields=FIELDS,
        fill=fill,
        template="block.html",
        pages=frozenset({"product"}),
        icon="more",
        sample={"which": "goes-with", "size": 4},
    )
