"""The worst legal combination of a product, by branch and bound.

First the bound of `relaxed`, for every number of pieces and every set of offers that count together: where it
leaves enough, nothing is searched. Then every filler at once (`rows`), exact for the store's own steps. What
may still leave too little is made with the price rules (`exact`), the least first, until the next cannot be
worse than what was found. Where points or shared offers take part, rows that could be worse only by rounding
(ROUNDING minor units of the line) are not made. Goods with the same price, floor and offers are one question:
the answer of the first is made again for the others, and two of them are enough on the shelf.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from regulars.trade.guard.rules.asked import Asked, Good, Watched
from regulars.trade.guard.rules.exact import Case, Worst, worst_of
from regulars.trade.guard.rules.relaxed import LATER, Outcome, least_after, net_of, outcomes
from regulars.trade.guard.rules.rows import Stage, begin, lowest, net_after, taken
from regulars.trade.guard.rules.shelf import Bools, Shelf, coverage
from regulars.trade.guard.rules.spans import Together, both, meet, spans_of, together
from regulars.trade.offers.rules import OfferTerms, Receipt

ROUNDING = 4
MOST_CASES = 4_000


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for one product variant.

    `receipt` is the worst one that leaves less than the floor (None: there is none), legal from `at` on, and
    `net` what it leaves of a piece after commission. `at_least` is what is left of a piece in any case.
    `beside` is what lies beside it. `proven` is False when the search stopped at MOST_CASES baskets.
    """

    good: Good
    at_least: Fraction
    net: Fraction | None = None
    receipt: Receipt | None = None
    at: datetime | None = None
    cases: int = 0
    proven: bool = True
    beside: Good | None = None


def worst(asked: Asked) -> list[Finding]:
    """The finding of every target, in the order of the goods."""
    guard = _Guard(asked)
    return [guard.finding(at) for at, good in enumerate(asked.goods) if good.key in asked.targets]


@dataclass(frozen=True, slots=True)
class _Branch:
    """So many pieces at a time, after one item price; `bound` is the least that can be left of a piece."""

    bound: Fraction
    pieces: int
    outcome: Outcome
    time: Together


class _Guard:
    """The question, laid out once for all products."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        kept = [(one, spans_of(one, asked.since, asked.until)) for one in asked.offers]
        kept = [(one, spans) for one, spans in kept if spans and one.terms.currency == asked.currency]
        self.offers = [one for one, _spans in kept]
        self.spans = [spans for _one, spans in kept]
        self.covers = [coverage(asked.goods, one, asked) for one in self.offers]
        whole = ((asked.since, asked.until),)
        self.open = [whole if good.spans is None else both(whole, good.spans) for good in asked.goods]
        self.seen_by = [bytes(int(covers[at]) for covers in self.covers) for at in range(len(asked.goods))]
        self.of_variant: dict[str, list[int]] = {}
        for at, good in enumerate(asked.goods):
            self.of_variant.setdefault(good.variant_id, []).append(at)
        self.fillers = self._fillers()
        self._shelves: dict[tuple[frozenset[int], tuple[int, ...]], Shelf] = {}
        self._known: dict[Hashable, _Target] = {}

    def _fillers(self) -> list[int]:
        """Two of each sort are enough: one of them may be what is judged."""
        needy = [good.needs for good in self.asked.goods if good.needs]
        found: dict[Hashable, list[int]] = {}
        for at, good in enumerate(self.asked.goods):
            if good.unit_minor and self.open[at] and not good.alone and not good.service:
                own = good.variant_id if good.promise else ""
                needed = tuple(good.variant_id in needs for needs in needy)
                same = (good.unit_minor, self.seen_by[at], self.open[at], good.most, own, needed)
                found.setdefault(same, []).append(at)
        return sorted(at for sort in found.values() for at in sort[:2])

    def finding(self, at: int) -> Finding:
        good = self.asked.goods[at]
        others = tuple(other for other in self.of_variant[good.variant_id] if other != at)
        same = (
            replace(good, variant_id="", product_id="", category_ids=(), brand_id=None),
            self.seen_by[at],
            others,
        )
        first = self._known.setdefault(same, _Target(self, at))
        return first.finding() if first.at == at else first.again(at)

    def among(self, keys: Sequence[int]) -> list[tuple[int, tuple[tuple[datetime, datetime], ...]]]:
        return [(key, self.spans[key]) for key in keys]

    def touching(self, *goods: int) -> list[int]:
        """Offers that look at one of these goods."""
        return [key for key, covers in enumerate(self.covers) if any(covers[at] for at in goods)]

    def shelf(self, time: Together) -> Shelf:
        """The fillers as they may be priced at that time."""
        items = [key for key, one in enumerate(self.offers) if one.terms.step == "item"]
        now = [key for key in items if meet(self.spans[key], time.spans)]
        # An item price somebody may lack leaves the list price possible; so does one that pauses meanwhile.
        steady = frozenset(key for key in now if self._steady(key, time))
        places = tuple(at for at in self.fillers if meet(self.open[at], time.spans))
        known = frozenset(now) | frozenset(-1 - key for key in steady), places
        if known not in self._shelves:
            goods: dict[int, list[Watched]] = {}
            for key in now:
                for at in np.nonzero(self.covers[key])[0]:
                    goods.setdefault(int(at), []).append(self.offers[key])
            always = frozenset(int(at) for key in steady for at in np.nonzero(self.covers[key])[0])
            self._shelves[known] = Shelf(self.asked, places, goods, always)
        return self._shelves[known]

    def _steady(self, key: int, time: Together) -> bool:
        one = self.offers[key]
        asks = one.personal or one.terms.only_new or one.terms.only_for
        return not asks and all(any(a <= c and d <= b for a, b in self.spans[key]) for c, d in time.spans)


class _Target:
    """The search for one product."""

    def __init__(self, guard: _Guard, at: int) -> None:
        self.guard, self.at, self.asked = guard, at, guard.asked
        self.good = guard.asked.goods[at]
        self.best: Worst | None = None
        self.place: tuple[int, int, int] = (1, -1, 0)
        self.cases = 0
        self.allowed = np.array([self.good.beside(other) for other in guard.asked.goods], dtype=np.bool_)
        self.found: Finding | None = None

    def finding(self) -> Finding:
        if self.found is None:
            self.found = self._found()
        return self.found

    def again(self, at: int) -> Finding:
        """The same for another good like this one: its own receipt, at the same place."""
        found, good = self.finding(), self.asked.goods[at]
        if found.receipt is None or found.at is None:
            return replace(found, good=good, cases=0)
        pieces, filler, many = self.place
        other = _Target(self.guard, at)
        other.place = (pieces, self.at if filler == at else filler, many)
        time = next(one for one in other.times(other.place, None) if one.first == found.at)
        made = worst_of(other.case(other.place, time), None)
        assert made is not None
        return replace(found, good=good, receipt=made.receipt, cases=1, beside=other.beside)

    @property
    def beside(self) -> Good | None:
        """What lies beside it in the worst basket."""
        return None if self.place[1] < 0 else self.asked.goods[self.place[1]]

    def _found(self) -> Finding:
        branches = sorted(self._branches(), key=lambda one: (one.bound, one.pieces, one.time.first))
        if not branches:
            return Finding(self.good, Fraction(net_of(self.good.unit_minor, self.good.commission_bp)))
        at_least = branches[0].bound
        floor = self.good.floor_minor
        if floor is None:
            return Finding(self.good, at_least)
        self.limit = Fraction(floor)
        for branch in branches:
            if branch.bound >= self._needed(branch) or self.cases >= MOST_CASES:
                break
            self._search(branch)
        if self.best is None:
            return Finding(self.good, at_least, cases=self.cases, proven=self.cases < MOST_CASES)
        first = self._first()
        return Finding(
            self.good, first.net, first.net, first.receipt, first.receipt.priced_at, self.cases,
            self.cases < MOST_CASES, self.beside,
        )  # fmt: skip

    def _branches(self) -> Iterator[_Branch]:
        keys = [key for key in self.guard.touching(self.at) if self.guard.offers[key].carries]
        most = min(self.asked.bounds.most_pieces, self.good.most or self.asked.bounds.most_pieces)
        for time in together(self.guard.among(keys), self.guard.open[self.at]):
            offers = [self.guard.offers[key] for key in sorted(time.offers)]
            items = [one for one in offers if one.terms.step == "item"]
            steps = [_of(offers, step) for step in ("store", "coupon", *LATER)]
            for pieces in range(1, most + 1):
                for outcome in outcomes(self.good, self.asked.store_id, self.asked.currency, pieces, items):
                    yield _Branch(self._bound(pieces, outcome, steps), pieces, outcome, time)

    def _bound(self, pieces: int, outcome: Outcome, steps: Sequence[Sequence[OfferTerms]]) -> Fraction:
        later = outcome.left - least_after(steps, outcome.left)
        got = max(int(self.good.unit_minor * pieces - outcome.borne - later), 0)
        return Fraction(net_of(got, self.good.commission_bp), pieces)

    def _search(self, branch: _Branch) -> None:
        """Every filler beside the product, with every pair of offers of the store's two steps."""
        shelf = self.guard.shelf(branch.time)
        mine = [self.guard.offers[key] for key in sorted(branch.time.offers)]
        later = [_of(mine, step) for step in LATER]
        coupons = [None, *_of(mine, "coupon")]
        for key, cut in self._cuts(branch):
            for coupon in coupons:
                if self._pair(branch, key, cut, coupon, later) < self._needed(branch):
                    self._rows(branch, shelf, key, cut, coupon, later)

    def _needed(self, branch: _Branch) -> Fraction:
        """What must be undercut to be worth making: rounding alone is not, once something was found."""
        shared = any(self.guard.offers[key].terms.step in LATER for key in branch.time.offers)
        return self.limit - (Fraction(ROUNDING, branch.pieces) if shared and self.best else 0)

    def _cuts(self, branch: _Branch) -> Iterator[tuple[int, OfferTerms | None]]:
        """Offers for the store's first step, also those that only look at what lies beside the product."""
        yield -1, None
        for key, one in enumerate(self.guard.offers):
            if one.terms.step == "store" and meet(self.guard.spans[key], branch.time.spans):
                yield key, one.terms

    def _pair(
        self, branch: _Branch, key: int, cut: OfferTerms | None, coupon: OfferTerms | None,
        later: Sequence[Sequence[OfferTerms]],
    ) -> Fraction:  # fmt: skip
        mine = cut is not None and bool(self.guard.covers[key][self.at])
        if cut is not None and not mine and coupon is None:
            return self.limit
        steps = [[cut] if mine and cut else [], [coupon] if coupon else [], *later]
        return self._bound(branch.pieces, branch.outcome, steps)

    def _rows(
        self, branch: _Branch, shelf: Shelf, key: int, cut: OfferTerms | None, coupon: OfferTerms | None,
        later: Sequence[Sequence[OfferTerms]],
    ) -> None:  # fmt: skip
        mine = cut is not None and bool(self.guard.covers[key][self.at])
        fits = self._fits(shelf, branch.pieces)
        if cut is None and coupon is None and not any(later):
            fits = np.arange(len(fits)) == np.argmax(fits) if fits.any() else fits
        elif cut is not None and not mine:
            fits = fits & self._beside(shelf, key)
        rows = np.nonzero(fits)[0]
        stage = begin(shelf, rows, *branch.outcome)
        if cut is not None:
            stage = taken(stage, cut, mine, self._beside(shelf, key)[rows])
        if coupon is not None:
            stage = self._coupon(stage, shelf, rows, coupon)
        net = net_after(self.good.unit_minor * branch.pieces, stage, later, self.good.commission_bp)
        for least, row in lowest(net, branch.pieces, float(self.limit)):
            bound = Fraction(round(least * branch.pieces), branch.pieces)
            if bound >= self._needed(branch) or self.cases >= MOST_CASES:
                return
            self._make(branch, shelf, int(rows[row]), bound)

    def _fits(self, shelf: Shelf, pieces: int) -> Bools:
        """What may lie beside so many pieces: nothing, unless it needs something as often."""
        fits: Bools = self.allowed[shelf.goods]
        fits[0] = not self.good.needs
        return fits & (shelf.pieces >= pieces) if self.good.needs else fits

    def _beside(self, shelf: Shelf, key: int) -> Bools:
        return shelf.covered(key, self.guard.covers[key])

    def _coupon(self, stage: Stage, shelf: Shelf, rows: npt.NDArray[np.intp], coupon: OfferTerms) -> Stage:
        key = next(key for key, one in enumerate(self.guard.offers) if one.terms is coupon)
        return taken(stage, coupon, True, self._beside(shelf, key)[rows])

    def _make(self, branch: _Branch, shelf: Shelf, row: int, bound: Fraction) -> None:
        """The receipts of one basket at every moment of the branch that differs."""
        place = (branch.pieces, int(shelf.goods[row]), int(shelf.pieces[row]))
        for time in self.times(place, branch.time):
            self.cases += 1
            found = worst_of(self.case(place, time), self.limit)
            if found is not None:
                self.best, self.limit, self.place = found, found.net, place
            if self.limit <= bound:
                return

    def times(self, place: tuple[int, int, int], within: Together | None) -> list[Together]:
        """Every different set of offers that counts while this basket can be ordered."""
        goods = [self.at] if place[1] < 0 else [self.at, place[1]]
        spans = within.spans if within else self.guard.open[self.at]
        if place[1] >= 0 and self.asked.goods[place[1]].spans is not None:
            spans = both(spans, self.guard.open[place[1]])
        return together(self.guard.among(self.guard.touching(*goods)), spans)

    def case(self, place: tuple[int, int, int], time: Together) -> Case:
        """This basket at the first moment of `time`."""
        pieces, filler, many = place
        offers = tuple(self.guard.offers[key] for key in sorted(time.offers))
        beside = None if filler < 0 else self.asked.goods[filler]
        return Case(self.asked, self.good, pieces, beside, many, time.first, offers)

    def _first(self) -> Worst:
        """The same outcome at the first moment at which it is legal."""
        assert self.best is not None
        for time in self.times(self.place, None):
            found = worst_of(self.case(self.place, time), None)
            if found is not None and found.net <= self.best.net:
                return found
        return self.best


def _of(offers: Sequence[Watched], step: str) -> list[OfferTerms]:
    return [one.terms for one in offers if one.terms.step == step]
