"""Text with headings, lists and links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.discovery.storefront.blocks.empty import nothing
from regulars.discovery.storefront.blocks.text.writing import rich
from regulars.discovery.storefront.hooks import Block, Field, Scene, blocks

WIDTHS = (("read", _("As wide as one reads well")), ("whole", _("As wide as the page")))
HELP = _(
    'An empty line begins a paragraph. "## " begins a heading, "- " an entry of a list, "1. " of a numbered one;'
    " **bold**, and [words](/stores/) for a link."
)
FIELDS = (
    Field("title", "line", _("Title"), spoken=True, most=80),
    Field("text", "text", _("Text"), help=HELP, required=True, spoken=True, most=8000),
    Field("width", "choice", _("Width"), choices=WIDTHS, default="read"),
)


def fill(settings: Mapping[str, Any], scene: Scene) -> Mapping[str, Any] | None:
    """The text as markup with only harmless tags; no query."""
    if not settings["text"].strip():
        return nothing(scene, _("Write something: the text stands here."))
    return {"title": settings["title"], "body": rich(settings["text"]), "width": settings["width"]}


@blocks.answer
def text() -> Block:
    """Text."""
    return Block(
        kind="text",
        title=_("Text"),
        help=_("Text with headings, lists and links."),
        fields=FIELDS,
        fill=fill,
        template="block.html",
        style="block.css",
        icon="edit",
        sample={
            "title": {"en": "How to season a pot", "zh-hans": "如何开壶"},
            "text": {
                "en": "Before the first tea:\n\n- rinse it with **warm** water\n- let it dry in the air",
                "zh-hans": "第一次泡茶之前：\n\n- 用**温**水冲净\n- 自然晾干",
            },
        },
    )
