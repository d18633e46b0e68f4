"""The poster of a film. Films themselves are not stored here: the poster leads to a page of the market."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.discovery.storefront.blocks.empty import nothing
from regulars.discovery.storefront.blocks.ways import button, way
from regulars.discovery.storefront.hooks import Block, Field, Image, Scene, blocks

FIELDS = (
    Field("picture", "picture", _("Poster"), required=True, help=_("A still of the film, 16 to 9.")),
    Field("title", "line", _("Title"), required=True, spoken=True, most=80),
    Field("line", "line", _("A line below it"), spoken=True, most=160),
    *button(),
)


def fill(settings: Mapping[str, Any], scene: Scene) -> Mapping[str, Any] | None:
    """Poster, words and where they lead; at most two queries."""
    if not settings["picture"]:
        return nothing(scene, _("Choose a poster: it stands here and leads to the page you name."))
    return {
        "image": Image(settings["picture"], settings["title"]),
        "title": settings["title"],
        "line": settings["line"],
        "label": settings["label"],
        "aim": way(settings, scene),
    }


@blocks.answer
def video() -> Block:
    """The poster of a film."""
    return Block(
        kind="video",
        title=_("Film poster"),
        help=_(
            "A large picture that leads to a page of the market. The market keeps pictures, no films, and plays none"
            " from elsewhere."
        ),
        fields=FIELDS,
        fill=fill,
        template="block.html",
        style="block.css",
        icon="play",
        sample={
            "picture": "pic_00000000000000000001",
            "title": {"en": "How a pot is thrown", "zh-hans": "一把壶的诞生"},
            "label": {"en": "Meet the stores", "zh-hans": "走进店铺"},
            "link": "/stores/",
        },
    )
