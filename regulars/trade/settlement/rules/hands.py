"""Large sums pass through two pairs of hands."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from decimal import Decimal

from regulars.ground.kit.money import to_minor

PAIR_FROM = Decimal(100_000)  # major units of any currency
WITHIN = timedelta(days=1)
SEASONED = timedelta(days=3)


def pair_from(currency: str) -> int:
    """From which sum (minor units) on, paid out by one pair of hands within a day, a second is needed."""
    return to_minor(PAIR_FROM, currency)


def pairs(hands: Collection[int | None], fresh: Collection[int]) -> int:
    """How many pairs of hands count among `hands` (keys of persons; None: the clock or the command line).

    `fresh` are persons who hold their role for less than `SEASONED`: whoever appoints a helper today cannot move
    large sums with its help before others could have noticed.
    """
    return len({hand for hand in hands if hand is None or hand not in fresh})
