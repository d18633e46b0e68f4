"""Everything that may lie beside the product, as arrays: one row per good, number of pieces and item price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from regulars.trade.guard.rules.asked import Asked, Good, Watched
from regulars.trade.guard.rules.relaxed import outcomes
from regulars.trade.offers.rules import OfferTerms

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class Shelf:
    """Rows of fillers; row 0 is "nothing beside it". `goods[row]` is -1 there."""

    __slots__ = ("_known", "amounts", "goods", "pieces", "shut")

    def __init__(
        self, asked: Asked, places: Sequence[int], items: Mapping[int, Sequence[Watched]], always: frozenset[int]
    ) -> None:  # fmt: skip
        """`places`: of the goods that may lie there. `items`: item prices that may count, by place of the good.

        `always`: goods that have one at any rate.
        """
        rows = [(-1, 0, 0, 0)]
        for at in places:
            good = asked.goods[at]
            for pieces in range(1, min(asked.bounds.most_filler, good.most or asked.bounds.most_filler) + 1):
                if at not in items:
                    rows.append((at, pieces, good.unit_minor * pieces, 0))
                    continue
                found = outcomes(good, asked.store_id, asked.currency, pieces, items[at])
                rows += [(at, pieces, one.left, one.shut) for one in found[at in always :] or found]
        made = np.array(rows, dtype=np.int64)
        self.goods, self.pieces, self.amounts, self.shut = made.T.copy()
        self._known: dict[int, Bools] = {}

    def covered(self, key: int, by_good: Bools) -> Bools:
        """Which rows offer number `key` looks at; `by_good` says it per good."""
        if key not in self._known:
            rows = by_good[self.goods]
            rows[0] = False
            self._known[key] = rows
        return self._known[key]


def worth_of(terms: OfferTerms, base: Ints) -> Ints:
    """`worth` of the price rules for many bases at once."""
    best = np.zeros_like(base)
    for tier in terms.tiers:
        if tier.off_minor is not None:
            off = np.full_like(base, tier.off_minor)
            if terms.repeats:
                times = base // tier.threshold_minor
                off *= times if terms.most_repeats is None else np.minimum(times, terms.most_repeats)
        else:
            off = base * (tier.percent_bp or 0) // 10_000
        best = np.maximum(best, np.where(base >= tier.threshold_minor, off, 0))
    for most in (terms.cap_minor, terms.budget_left_minor):
        if most is not None:
            best = np.minimum(best, most)
    best = np.minimum(best, base)
    return best if terms.whole_minor == 1 else best - best % terms.whole_minor


def first_of_two(total: Ints, first: Ints, second: Ints) -> Ints:
    """What the first of two lines gets of `total`: the price rules' split, for many at once."""
    mass = np.maximum(first + second, 1)
    share, rest = np.divmod(total * first, mass)
    first_part: Ints = share + ((rest > 0) & (2 * rest >= mass))
    return first_part


def coverage(goods: Sequence[Good], watched: Watched, asked: Asked) -> Bools:
    """Which goods an offer looks at."""
    lines = (good.line("1", asked.store_id, asked.currency, 1) for good in goods)
    reaches = watched.terms.store_id in (None, asked.store_id) and (
        not watched.terms.store_ids or asked.store_id in watched.terms.store_ids
    )
    seen = (not good.alone and watched.promise in ("", good.promise) for good in goods)
    found = [
        reaches and sees and watched.terms.scope.covers(line) for line, sees in zip(lines, seen, strict=True)
    ]
    return np.array(found, dtype=np.bool_)
