"""The front of a page: a picture, a title, a line, a button."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.discovery.storefront.blocks.ways import button, way
from regulars.discovery.storefront.hooks import Block, Field, Image, Scene, blocks

AUDIENCES = (
    ("everyone", _("Everybody")),
    ("strangers", _("Only who is not logged in")),
    ("known", _("Only who is logged in")),
)
TONES = (("", _("Warm")), ("brand", _("Green")), ("offer", _("Red")), ("member", _("Violet")))
FIELDS = (
    Field("title", "line", _("Title"), required=True, spoken=True, most=80),
    Field("line", "text", _("A line below it"), spoken=True, most=300),
    Field("picture", "picture", _("Picture")),
    Field("art", "flag", _("Draw the market hall when there is no picture"), default=False),
    Field("tone", "choice", _("Colour"), choices=TONES, default=""),
    Field("audience", "choice", _("Who sees it"), choices=AUDIENCES, default="everyone"),
    *button(),
    Field("second_label", "line", _("Words on a second button"), spoken=True, most=40),
    Field("second_link", "link", _("It leads to a page of the market")),
)


def fill(settings: Mapping[str, Any], scene: Scene) -> Mapping[str, Any] | None:
    """Title, picture and buttons; buttons whose aim is gone are left out."""
    if settings["audience"] == ("known" if scene.person is None else "strangers"):
        return None
    return {
        "title": settings["title"],
        "line": settings["line"],
        "image": Image(settings["picture"], "") if settings["picture"] else None,
        "art": settings["art"],
        "tone": settings["tone"],
        "actions": [(label, aim) for label, aim in _buttons(settings, scene) if label and aim],
    }


def _buttons(settings: Mapping[str, Any], scene: Scene) -> list[tuple[str, Any]]:
    second = {"link": settings["second_link"]}
    aims = ((settings["label"], settings), (settings["second_label"], second))
    return [(label, way(aim, scene) if label else None) for label, aim in aims]


@blocks.answer
def hero() -> Block:
    """The front of a page."""
    return Block(
        kind="hero",
        title=_("Front"),
        help=_("A picture or a drawing with a title, a line and up to two buttons."),
        fields=FIELDS,
        fill=fill,
        template="block.html",
        style="block.css",
        sample={
            "title": {"en": "Fresh from the kiln", "zh-hans": "新窑出品"},
            "line": {"en": "Twelve pots, each thrown by hand.", "zh-hans": "十二把壶，把把手作。"},
            "art": True,
            "label": {"en": "Have a look", "zh-hans": "去看看"},
            "link": "/stores/",
        },
    )
