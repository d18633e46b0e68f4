"""A strip of pictures that moves gently, by style alone; it stands still for who asked for calm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.discovery.storefront.blocks.empty import nothing
from regulars.discovery.storefront.blocks.ways import to_path
from regulars.discovery.storefront.hooks import Block, Field, Image, Scene, blocks

FEWEST = 2
PACES = (("calm", _("Calm")), ("slow", _("Very calm")))
FIELDS = (
    Field("title", "line", _("Title"), spoken=True, most=80),
    Field("pace", "choice", _("Pace"), choices=PACES, default="calm"),
    Field(
        "pictures", "rows", _("Pictures"), help=_("Two to six."), required=True, least=FEWEST, most=6,
        inside=(
            Field("picture", "picture", _("Picture"), required=True),
            Field("words", "line", _("What it shows"), help=_("Read out to who cannot see it."), spoken=True, most=120),
            Field("link", "link", _("It leads to a page of the market")),
        ),
    ),
)  # fmt: skip


def fill(settings: Mapping[str, Any], scene: Scene) -> Mapping[str, Any] | None:
    """The pictures in order; no query."""
    rows = [row for row in settings["pictures"] if row["picture"]]
    if len(rows) < FEWEST:
        return nothing(scene, _("Choose two to six pictures: they pass by slowly."))
    shots = [
        {"image": Image(row["picture"], row["words"]), "words": row["words"], "aim": to_path(row["link"])}
        for row in rows
    ]
    return {"title": settings["title"], "pace": settings["pace"], "shots": shots}


@blocks.answer
def animation() -> Block:
    """A moving strip of pictures."""
    return Block(
        kind="animation",
        title=_("Moving pictures"),
        help=_("A strip of two to six pictures that passes by slowly. Readers can hold it still."),
        fields=FIELDS,
        fill=fill,
        template="block.html",
        style="block.css",
        icon="image",
        sample={
            "title": {"en": "From the workshop", "zh-hans": "作坊日常"},
            "pictures": [
                {"picture": "pic_00000000000000000001", "words": {"en": "Clay", "zh-hans": "紫泥"}},
                {"picture": "pic_00000000000000000002", "words": {"en": "Kiln", "zh-hans": "窑火"}},
            ],
        },
    )
