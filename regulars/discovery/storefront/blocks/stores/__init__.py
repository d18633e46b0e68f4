"""Stores: to discover, one's own, or the store of the day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.discovery.storefront.blocks.empty import nothing
from regulars.discovery.storefront.hooks import Block, Field, Scene, blocks
from regulars.goods.catalog.queries import popular_by_store, stores_of_the_day
from regulars.loyalty.customers.queries import followed_stores
from regulars.people.merchants.queries import Store

WHICH = (
    ("discover", _("Stores to discover, others every day")),
    ("followed", _("The stores one follows")),
    ("day", _("The store of the day")),
)
LOOKS = (("cards", _("Shop windows")), ("faces", _("Signs in a row")))
FIELDS = (
    Field("title", "line", _("Title"), spoken=True, most=80),
    Field("which", "choice", _("Which stores"), required=True, choices=WHICH, default="discover"),
    Field("size", "number", _("How many"), least=1, most=24, default=6),
    Field("look", "choice", _("Look"), choices=LOOKS, default="cards"),
)
HINTS = {
    "followed": _("Whoever follows a store sees it here; others see nothing."),
    "discover": _("Stores with goods on sale appear here."),
}


def fill(settings: Mapping[str, Any], scene: Scene) -> Mapping[str, Any] | None:
    """Stores, and for shop windows what sells best in each; at most two queries."""
    which, look = settings["which"], settings["look"]
    rows = _stores(which, settings["size"], scene)
    if not rows:
        return nothing(scene, HINTS.get(which, HINTS["discover"]))
    each = 4 if which == "day" else 3
    windows = popular_by_store([row.pk for row in rows], each) if look == "cards" or which == "day" else {}
    return {
        "title": settings["title"],
        "look": "day" if which == "day" else look,
        "more": which,
        "shops": [{"store": row, "cards": windows.get(row.pk, [])} for row in rows],
    }


def _stores(which: str, size: int, scene: Scene) -> list[Store]:
    if which == "followed":
        return list(followed_stores(scene.person)[:size])
    if which == "day":
        return stores_of_the_day(1, scene.now)
    return stores_of_the_day(size + 1, scene.now)[1:]


@blocks.answer
def stores() -> Block:
    """Stores."""
    return Block(
        kind="stores",
        title=_("Stores"),
        help=_("Stores to discover, the stores one follows, or the store of the day."),
        fields=FIELDS,
        fill=fill,
        template="block.html",
        pages=frozenset({"market", "category", "venue", "word"}),
        style="block.css",
        icon="store",
        sample={"title": {"en": "Stores to discover", "zh-hans": "发现店铺"}, "size": 3},
    )
