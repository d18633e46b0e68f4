"""What came of each variant of a block."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from regulars.discovery.recommend.figures.variants import showings
from regulars.discovery.recommend.rules.variants import spot_of
from regulars.ground.kit import clock
from regulars.ground.kit.shares import wilson


@dataclass(frozen=True, slots=True)
class Rate:
    """`count` of all, and between which shares (0 to 1) the truth lies in 95 of 100 such cases."""

    count: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of one variant: readers and days it was in sight, of these with a click, and with an order."""

    variant: str
    shown: int
    clicks: Rate
    orders: Rate


def brought(page: str, block: str, since: datetime | None = None) -> list[Brought]:
    """What came of each variant of a block so far, the most shown first."""
    rows = showings(clock.now(), block=spot_of(page, block), since=since)
    shown = Counter(one.variant for one in rows)
    clicks = Counter(one.variant for one in rows if one.clicked)
    orders = Counter(one.variant for one in rows if one.ordered)
    return [
        Brought(name, many, _rate(clicks[name], many), _rate(orders[name], many))
        for name, many in shown.most_common()
    ]


def _rate(count: int, among: int) -> Rate:
    return Rate(count, *wilson(count, among))
