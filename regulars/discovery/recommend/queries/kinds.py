"""Made-up readers of a kind, so that whoever runs the market can see its pages through their eyes."""

from __future__ import annotations

from collections.abc import Sequence

from regulars.discovery.recommend.queries.lookers import Looker
from regulars.discovery.recommend.queries.place import model
from regulars.discovery.recommend.rules.weighing import WEIGHTS

LIKED, TOUCHED = 12, 3


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
