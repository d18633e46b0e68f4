"""A bound that no basket can beat: every offer at the best ratio it could ever have for one line.

An offer that takes D off from T on takes from a line worth y, in a basket that reaches T, at most
D x min(1, y / T). What is left of y never falls when y rises, so the least that is left is found by taking,
step by step, the offer that would leave the least. What the market pays for is left out: it can only make
the store's part smaller. Every step may round one minor unit in the line's favour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from regulars.trade.guard.rules.asked import Good, Watched
from regulars.trade.offers.rules import STEPS, OfferTerms
from regulars.trade.offers.rules.basket import Line
from regulars.trade.offers.rules.worth import item_worth

WHOLE_BP = 10_000
BASE = 10_000
AMPLE = 10**9
RANK = {step.key: rank for rank, step in enumerate(STEPS)}
LATER = tuple(step.key for step in STEPS if step.key in ("category", "cross", "points", "cash", "payment"))


class Outcome(NamedTuple):
    """A line after its item price: what is left, what the store bears of what came off, the steps shut out (bits)."""

    left: int
    borne: int
    shut: int


def net_of(got_minor: int, commission_bp: int) -> int:
    """What is left of what the store gets once the market took its share (half up), in minor units."""
    return got_minor - (got_minor * commission_bp * 2 + BASE) // (2 * BASE)


def most_off(terms: OfferTerms, y: float) -> float:
    """More than the offer can ever take off a line worth `y`, in whatever basket."""
    best = 0.0
    for tier in terms.tiers:
        if tier.off_minor is None:
            best = max(best, y * (tier.percent_bp or 0) / WHOLE_BP)
        elif terms.repeats:
            most = terms.most_repeats or 10**9
            best = max(best, min(tier.off_minor * most, tier.off_minor * y / tier.threshold_minor))
        else:
            best = max(best, tier.off_minor * min(1.0, y / max(tier.threshold_minor, 1)))
    if terms.cap_minor is not None:
        best = min(best, terms.cap_minor)
    if terms.budget_left_minor is not None:
        best = min(best, terms.budget_left_minor)
    return min(best + 1, y) if best else 0.0


def carried(terms: OfferTerms, off: float) -> float:
    """The stores' part of what comes off, at most."""
    bp = terms.carried_by_store_bp
    return off if bp == WHOLE_BP else off * bp / WHOLE_BP + 2 if bp else 0.0


def least_after(steps: Sequence[Sequence[OfferTerms]], y: float) -> float:
    """The least the store can get of a line worth `y` when one offer of each step may apply."""
    return max(y - _most(list(steps), y), 0.0)


def _most(steps: Sequence[Sequence[OfferTerms]], y: float) -> float:
    """The most the store can lose of `y` in these steps.

    Where only a part is the store's, what the market pays makes the line smaller for the later steps: if those
    take shares of it, either all of the offer or nothing of it is worst; if not, the line is left as it was.
    """
    steps = [offers for offers in steps if offers]
    if not steps:
        return 0.0
    first, rest = steps[0], steps[1:]
    if all(terms.carried_by_store_bp == WHOLE_BP for terms in first):
        off = max(most_off(terms, y) for terms in first)
        return off + _most(rest, y - off)
    without = _most(rest, y)
    if linear(rest):
        return max(
            without,
            *(carried(one, off) + _most(rest, y - off) for one in first for off in [most_off(one, y)]),
        )
    return max(carried(one, most_off(one, y)) for one in first) + without


def linear(steps: Sequence[Sequence[OfferTerms]]) -> bool:
    """Whether these steps take nothing but a share of what they see."""
    return all(_shares(terms) for offers in steps for terms in offers)


def _shares(terms: OfferTerms) -> bool:
    ample = terms.budget_left_minor is None or terms.budget_left_minor >= AMPLE
    plain = len(terms.tiers) == 1 and not terms.tiers[0].threshold_minor and terms.tiers[0].off_minor is None
    return plain and ample and terms.cap_minor is None and terms.carried_by_store_bp == WHOLE_BP


def outcomes(
    good: Good, store_id: str, currency: str, quantity: int, items: Iterable[Watched]
) -> list[Outcome]:
    """What the item prices may make of so many pieces: nothing, or any one of them alone."""
    line = good.line("1", store_id, currency, quantity)
    found = [Outcome(line.list_minor, 0, 0)]
    for watched in items:
        off = item_worth(watched.terms, line)
        if off:
            found.append(_outcome(watched.terms, line, off))
    return list(dict.fromkeys(found))


def _outcome(terms: OfferTerms, line: Line, off: int) -> Outcome:
    bp = terms.carried_by_store_bp
    borne = off if bp == WHOLE_BP else min(off, -(-off * bp // WHOLE_BP) + 1) if bp else 0
    return Outcome(line.list_minor - off, borne, shuts(terms))


def shuts(terms: OfferTerms) -> int:
    """The later steps that no longer see a line this offer touched, as bits."""
    return sum(1 << RANK[key] for key in terms.not_with)
