"""What a product is left with beside every filler at once, after the store's own two steps; whole and exact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from regulars.trade.guard.rules.relaxed import RANK, linear, shuts
from regulars.trade.guard.rules.shelf import Bools, Ints, Shelf, first_of_two, worth_of
from regulars.trade.offers.rules import OfferTerms

WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class Stage:
    """The two lines of every row: what is left of them, the steps shut to them, what the store bore on the first."""

    mine: Ints
    beside: Ints
    my_shut: Ints
    their_shut: Ints
    borne: Ints

    def pick(self, rows: Bools) -> Stage:
        """Only these rows."""
        return Stage(
            self.mine[rows], self.beside[rows], self.my_shut[rows], self.their_shut[rows], self.borne[rows]
        )


def begin(shelf: Shelf, rows: Ints, left: int, borne: int, shut: int) -> Stage:
    """The product after its item price beside each filler of `rows`."""
    many = len(rows)
    return Stage(
        np.full(many, left, dtype=np.int64),
        shelf.amounts[rows],
        np.full(many, shut, dtype=np.int64),
        shelf.shut[rows],
        np.full(many, borne, dtype=np.int64),
    )


def taken(stage: Stage, terms: OfferTerms, covers: bool, beside: Bools) -> Stage:
    """The stage after one offer of the store; `covers` the product, and of the fillers those in `beside`."""
    bit = 1 << RANK[terms.step]
    sees = np.full(len(stage.mine), covers) & (stage.my_shut & bit == 0)
    also = beside & (stage.their_shut & bit == 0)
    first = np.where(sees, stage.mine, 0)
    second = np.where(also, stage.beside, 0)
    off = worth_of(terms, first + second)
    share = first_of_two(off, first, second)
    shut = shuts(terms)
    my_shut, their_shut = stage.my_shut, stage.their_shut
    if shut:
        my_shut = my_shut | np.where(share > 0, shut, 0)
        their_shut = their_shut | np.where(off - share > 0, shut, 0)
    part = share if terms.carried_by_store_bp == WHOLE_BP else _part(share, terms.carried_by_store_bp)
    return Stage(stage.mine - share, stage.beside - off + share, my_shut, their_shut, stage.borne + part)


def _part(share: Ints, bp: int) -> Ints:
    """The store's part of a line's share, at most: it is rounded once for the store and once for the line."""
    return np.where(share > 0, -(-share * bp // WHOLE_BP) + 1, 0) if bp else np.zeros_like(share)


def net_after(
    list_minor: int, stage: Stage, later: Sequence[Sequence[OfferTerms]], commission_bp: int
) -> Ints:
    """What is left at least to the store of the product's line, once the order's steps took what they may."""
    got = list_minor - stage.borne - most_later(stage.mine, later)
    got = np.maximum(got, 0)
    net: Ints = got - (got * commission_bp * 2 + WHOLE_BP) // (2 * WHOLE_BP)
    return net


def most_later(mine: Ints, later: Sequence[Sequence[OfferTerms]]) -> Ints:
    """More than the steps of the order can take off at the store's cost: `relaxed._most` for many at once."""
    steps = [offers for offers in later if any(terms.carried_by_store_bp for terms in offers)]
    if not steps:
        return np.zeros_like(mine)
    first, rest = steps[0], steps[1:]
    without = most_later(mine, rest)
    each = [(_most(terms, mine), terms.carried_by_store_bp) for terms in first]
    if not linear(rest):
        loose: Ints = np.maximum.reduce([_borne(off, bp) for off, bp in each]) + without
        return loose
    tight: Ints = np.maximum.reduce(
        [without, *(_borne(off, bp) + most_later(mine - off, rest) for off, bp in each)]
    )
    return tight


def _borne(off: Ints, bp: int) -> Ints:
    if bp == WHOLE_BP:
        return off
    return np.where(off > 0, -(-off * bp // WHOLE_BP) + 2, 0) if bp else np.zeros_like(off)


def _most(terms: OfferTerms, mine: Ints) -> Ints:
    """More than the offer can take off lines of these worths, whoever pays."""
    best = np.zeros_like(mine)
    for tier in terms.tiers:
        if tier.off_minor is None:
            off = -(-mine * (tier.percent_bp or 0) // WHOLE_BP)
        elif terms.repeats:
            off = -(-mine * tier.off_minor // tier.threshold_minor)
        else:
            threshold = max(tier.threshold_minor, 1)
            off = -(-np.minimum(mine, threshold) * tier.off_minor // threshold)
        best = np.maximum(best, off)
    for cap in (terms.cap_minor, terms.budget_left_minor):
        if cap is not None:
            best = np.minimum(best, cap)
    return np.where(best > 0, np.minimum(best + 1, mine), 0)


def lowest(net: Ints, quantity: int, below: float) -> Iterator[tuple[float, int]]:
    """(net of a piece, row) of the rows that leave less than `below`, the least first."""
    under = np.nonzero(net < below * quantity)[0]
    for row in under[np.argsort(net[under], kind="stable")]:
        yield float(net[row]) / quantity, int(row)
