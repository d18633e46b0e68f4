"""How much an offer takes off a base. Pure integer arithmetic in minor units.

`worth` never falls when the base rises; the search for the best combination relies on that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import le

from regulars.ground.kit.money import allocate

from .basket import Line
from .checks import WHOLE_BP
from .terms import OfferTerms, Tier


def tier_worth(tier: Tier, base: int) -> int:
    """What one tier takes off `base`; a percentage is rounded down to the minor unit."""
    if tier.off_minor is not None:
        return tier.off_minor
    return base * (tier.percent_bp or 0) // WHOLE_BP


def worth(offer: OfferTerms, base: int) -> int:
    """What `offer` takes off `base` (the best tier reached), within cap, budget and the base; in whole points."""
    best = 0
    for tier in offer.tiers:
        if base < tier.threshold_minor:
            break
        best = max(best, tier_worth(tier, base))
    if best and offer.repeats:
        best *= _times(offer, base)
    if offer.cap_minor is not None and best > offer.cap_minor:
        best = offer.cap_minor
    if offer.budget_left_minor is not None and best > offer.budget_left_minor:
        best = offer.budget_left_minor
    best = min(best, base)
    return best if offer.whole_minor == 1 else best - best % offer.whole_minor


def _times(offer: OfferTerms, base: int) -> int:
    times = base // offer.tiers[0].threshold_minor
    return times if offer.most_repeats is None else min(times, offer.most_repeats)


def item_worth(offer: OfferTerms, line: Line) -> int:
    """What an item price takes off the whole line: per unit, so that it agrees with the product page."""
    unit = line.unit_minor
    if offer.fixed_minor is not None:
        off = unit - offer.fixed_minor
    else:
        off = min(unit, max(tier_worth(tier, unit) for tier in offer.tiers))
    total = max(0, off) * line.quantity
    return total if offer.cap_minor is None else min(total, offer.cap_minor)


def freight_worth(offer: OfferTerms, base: int, freight: int) -> int:
    """What a freight offer takes off `freight` when the goods of the store come to `base`."""
    best = 0
    for tier in offer.tiers:
        if base >= tier.threshold_minor:
            best = max(best, tier_worth(tier, freight))
    return min(best, freight, best if offer.cap_minor is None else offer.cap_minor)


def next_threshold(offer: OfferTerms, base: int, value: Callable[[int], int]) -> int | None:
    """The base from which `value` (what comes off at a base) exceeds that at `base`, or None."""
    if not offer.repeats and base >= offer.tiers[-1].threshold_minor:
        return None
    now = value(base)
    if offer.repeats:
        step = offer.tiers[0].threshold_minor
        goal = (base // step + 1) * step
        return goal if value(goal) > now else None
    goals = (tier.threshold_minor for tier in offer.tiers if tier.threshold_minor > base)
    return next((goal for goal in goals if value(goal) > now), None)


def split(total: int, weights: Sequence[int]) -> list[int]:
    """`allocate` with short cuts for one and two weights."""
    if len(weights) == 1:
        return [total]
    if len(weights) == 2 and (mass := weights[0] + weights[1]):
        first, rest = divmod(total * weights[0], mass)
        if rest and rest >= mass - rest:
            first += 1
        return [first, total - first]
    return allocate(total, weights)


def spread(total: int, weights: Sequence[int], ceilings: Sequence[int]) -> list[int]:
    """Split `total` by `weights`, no part above its ceiling; what does not fit goes to the others by ratio.

    Raises ValueError when the ceilings cannot hold the total.
    """
    if min(ceilings) > 0 and any(weights):
        parts = split(total, weights)
        if all(map(le, parts, ceilings)):
            return parts
    if total > sum(ceilings):
        raise ValueError("the ceilings cannot hold the amount")
    parts = [0] * len(weights)
    open_ = [i for i, ceiling in enumerate(ceilings) if ceiling > 0]
    while total:
        shares = allocate(total, _weights(open_, weights, parts, ceilings))
        for i, share in zip(open_, shares, strict=True):
            given = min(share, ceilings[i] - parts[i])
            parts[i] += given
            total -= given
        open_ = [i for i in open_ if parts[i] < ceilings[i]]
    return parts


def _weights(
    open_: list[int], weights: Sequence[int], parts: list[int], ceilings: Sequence[int]
) -> list[int]:
    chosen = [weights[i] for i in open_]
    return chosen if any(chosen) else [ceilings[i] - parts[i] for i in open_]
