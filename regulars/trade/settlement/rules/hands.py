"""Large sums pass through two pairs of hands."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from regulars.ground.kit.money import to_minor

PAIR_FROM = Decimal(100_000)  # major units of any currency
WITHIN = timedelta(days=1)


def pair_from(currency: str) -> int:
    """From which sum (minor units) on, paid out by one pair of hands within a day, a second is needed."""
    return to_minor(PAIR_FROM, currency)
