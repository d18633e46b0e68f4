"""Kinds of blocks for tests: one that says something, a shelf of products, and one that fails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.discovery.storefront.hooks import Block, Field, Image, Scene
from regulars.goods.catalog.queries import cards, for_shoppers

WORDS = Field("words", "line", "Words", required=True, spoken=True, most=40)
SHOUT = (
    Field("title", "line", "Title", required=True, spoken=True, most=80),
    Field("text", "text", "Text", spoken=True, most=400),
    Field("size", "number", "Size", least=1, most=5, default=2),
    Field("loud", "flag", "Loud"),
    Field("tone", "choice", "Tone", choices=(("warm", "Warm"), ("cold", "Cold")), default="warm"),
    Field("link", "link", "Link"),
    Field("picture", "picture", "Picture"),
    Field("rows", "rows", "Rows", most=3, inside=(WORDS,)),
)
SHELF = (
    Field("title", "line", "Title", spoken=True, most=80),
    Field("products", "products", "Products", most=12),
)


def shout(settings: Mapping[str, Any], scene: Scene) -> Mapping[str, Any] | None:
    """Nothing while there is no title."""
    if not settings["title"]:
        return None
    shown = {name: settings[name] for name in ("title", "text", "rows")}
    picture = Image(settings["picture"], settings["title"]) if settings["picture"] else None
    return {**shown, "aim": settings["link"], "image": picture}


def shelf(settings: Mapping[str, Any], scene: Scene) -> Mapping[str, Any] | None:
    """Those of the products that are on sale in the store of the page."""
    rows = for_shoppers().filter(public_id__in=settings["products"])
    own = rows if scene.store is None else rows.filter(store_id=scene.store)
    found = cards(list(own.values_list("pk", flat=True)))
    return {"title": settings["title"], "products": found} if found else None


def broken(settings: Mapping[str, Any], scene: Scene) -> Mapping[str, Any] | None:
    """Fails on every page."""
    raise RuntimeError("this block never works")


SAMPLE = {"title": {"en": "Hello", "zh-hans": "你好"}, "rows": [{"words": {"en": "One", "zh-hans": "一"}}]}


def shout_block() -> Block:
    """The one that says something."""
    return Block("test-shout", "Shout", "Says something.", SHOUT, shout, "shout.html", sample=SAMPLE)


def shelf_block() -> Block:
    """The one with products."""
    return Block("test-shelf", "Shelf", "Shows products.", SHELF, shelf, "shelf.html")


def broken_block() -> Block:
    """The one that fails."""
    return Block("test-broken", "Broken", "Fails.", (), broken, "shout.html")
