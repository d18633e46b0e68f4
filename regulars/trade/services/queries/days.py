"""Today in the market's zone."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from regulars.ground.kit import clock
from regulars.people.merchants.queries import market
from regulars.trade.services.rules import day_of


def zone() -> ZoneInfo:
    """The market's zone."""
    return ZoneInfo(market().zone)


def today(at: datetime | None = None) -> date:
    """The day of `at` (now) in the market's zone."""
    return day_of(at or clock.now(), zone())
