"""The store's own story, with pictures and the town it is in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.discovery.storefront.blocks.empty import nothing
from regulars.discovery.storefront.hooks import Block, Field, Image, Scene, blocks
from regulars.goods.catalog.queries import said
from regulars.people.merchants.queries import open_stores_by_key

FIELDS = (
    Field("title", "line", _("Title"), help=_("Empty: the name of the store."), spoken=True, most=80),
    Field(
        "text", "text", _("Other words"), help=_("Empty: the story from the store's settings."), spoken=True, most=4000
    ),
    Field(
        "pictures", "rows", _("Pictures"), help=_("Empty: the store's banner."), most=4,
        inside=(
            Field("picture", "picture", _("Picture"), required=True),
            Field("words", "line", _("What it shows"), spoken=True, most=120),
        ),
    ),
)  # fmt: skip


def fill(settings: Mapping[str, Any], scene: Scene) -> Mapping[str, Any] | None:
    """Words, pictures and town of the page's store; one query."""
    store = open_stores_by_key([scene.store]).get(scene.store) if scene.store is not None else None
    words = settings["text"] or (said(store.story, store.story_zh) if store else "")
    if store is None or not words:
        return nothing(scene, _("Tell the story of the store here, or in the store's settings."))
    rows = settings["pictures"] or [{"picture": store.banner, "words": ""}]
    return {
        "title": settings["title"] or said(store.name, store.name_zh),
        "paragraphs": [part for part in words.split("\n") if part.strip()],
        "pictures": [Image(row["picture"], row["words"]) for row in rows if row["picture"]],
        "city": store.city,
    }


@blocks.answer
def story() -> Block:
    """The store's story."""
    return Block(
        kind="story",
        title=_("Story"),
        help=_("Who stands behind the counter: the story of the store with its pictures and town."),
        fields=FIELDS,
        fill=fill,
        template="block.html",
        pages=frozenset({"store", "product"}),
        style="block.css",
        icon="book",
        sample={
            "title": {"en": "Behind the counter", "zh-hans": "柜台后的人"},
            "text": {"en": "We have thrown pots since 1987.", "zh-hans": "自1987年起，我们一直做壶。"},
        },
    )
