"""Calendar months as the windows of what is published. They never overlap, so no two of them can be subtracted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from regulars.ground.kit.clock import midnight


def last_full(as_of: datetime, zone: ZoneInfo) -> str:
    """The last month that was over at a moment, as "2026-10"."""
    first = as_of.astimezone(zone).date().replace(day=1)
    return f"{first - timedelta(days=1):%Y-%m}"


def previous(month: str, many: int = 1) -> str:
    """The month `many` months before."""
    number = int(month[:4]) * 12 + int(month[5:]) - 1 - many
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def days(month: str) -> tuple[date, date]:
    """The first and the last day of a month."""
    first = date.fromisoformat(f"{month}-01")
    return first, date.fromisoformat(f"{previous(month, -1)}-01") - timedelta(days=1)


def span(month: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first moment of a month and the moment after its last, in UTC."""
    first, last = days(month)
    return midnight(first, zone), midnight(last + timedelta(days=1), zone)
