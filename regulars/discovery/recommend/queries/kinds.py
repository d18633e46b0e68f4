"""Made-up readers of a kind, so that whoever runs the market can see its pages through their eyes."""

from __future__ import annotations

from collections.abc import Sequence

from regulars.discovery.recommend.queries.lookers import EVERYONE, Looker
from regulars.discovery.recommend.queries.place import model
from regulars.discovery.recommend.rules.weighing import WEIGHTS

LIKED, TOUCHED = 12, 3


def imagined(kind: str, store: int | None) -> Looker:
    """Somebody who is new to a store (key), follows it or buys there, for looking at its pages as such a person."""
    known = model()
    if store is None or kind not in ("new", "follower", "regular"):
        return EVERYONE
    goods = list[int]()
    if known is not None:
        best = known.shelf.goods_of(stores=(store,), most=LIKED).tolist()
        goods = [int(known.shelf.keys[item]) for item in best]
    follows = (store,) if kind == "follower" else ()
    if kind == "regular":
        liked = tuple((key, WEIGHTS["view"] + WEIGHTS["linger"]) for key in goods)
        return Looker(visitor="vis_made-up", liked=liked, recent=tuple(goods[:1]))
    return Looker(visitor="vis_made-up", recent=tuple(goods[:TOUCHED]), follows=follows)


def reader_of_kind(*, decade: int | None, categories: Sequence[int], regular: bool) -> Looker:
    """Somebody of a birth decade whose taste is the most liked goods of these categories (keys).

    A regular has looked at many of them for weeks, somebody new at a few of them just now. No real person stands behind.
    """
    known = model()
    if known is None or not categories:
        return Looker(visitor="vis_made-up", decade=decade)
    shelf = known.shelf
    goods = shelf.goods_of(leaves=tuple(categories), most=LIKED)
    best = sorted(goods.tolist(), key=lambda item: -float(shelf.popular[item]))[:LIKED]
    keys = [int(shelf.keys[item]) for item in best]
    if not regular:
        return Looker(visitor="vis_made-up", decade=decade, recent=tuple(keys[:TOUCHED]))
    liked = tuple((key, WEIGHTS["view"] + WEIGHTS["linger"]) for key in keys)
    follows = tuple(dict.fromkeys(int(shelf.store[item]) for item in best[:TOUCHED]))
    return Looker(visitor="vis_made-up", decade=decade, liked=liked, follows=follows, recent=tuple(keys[:1]))
