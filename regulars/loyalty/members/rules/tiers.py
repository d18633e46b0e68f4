"""Which tier completed orders lead to, and how far it is to the next."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.loyalty.members.rules.programme import Rules, Tier


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody completed within the window: minor units left after refunds, and orders not wholly returned."""

    amount_minor: int = 0
    orders: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A tier by its position, and the next one with what is missing; either way reaches it.

    `missing_minor` and `missing_orders` are None where the next tier does not ask for such a thing.
    """

    position: int
    tier: Tier
    next: Tier | None = None
    missing_minor: int | None = None
    missing_orders: int | None = None


def place(rules: Rules, standing: Standing) -> Place:
    """The highest tier reached. More orders or a larger amount never lead to a lower one."""
    position = max(at for at, tier in enumerate(rules.tiers) if at == 0 or _reached(tier, standing))
    above = rules.tiers[position + 1] if position + 1 < len(rules.tiers) else None
    if above is None:
        return Place(position, rules.tiers[position])
    return Place(
        position,
        rules.tiers[position],
        above,
        _missing(above.amount_minor, standing.amount_minor),
        _missing(above.orders, standing.orders),
    )


def _reached(tier: Tier, standing: Standing) -> bool:
    by_amount = tier.amount_minor is not None and standing.amount_minor >= tier.amount_minor
    return by_amount or (tier.orders is not None and standing.orders >= tier.orders)


def _missing(asked: int | None, has: int) -> int | None:
    return None if asked is None else asked - has
