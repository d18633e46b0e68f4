"""Stretches of time, in moments, as a market's zone sees its days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from regulars.ground.kit.clock import last_day, midnight
from regulars.loyalty.segments.rules.definition import Window

Span = tuple[datetime | None, datetime]


def span(window: Window, as_of: datetime, zone: ZoneInfo) -> Span:
    """First moment (None: ever) and the moment after the last, both UTC; never later than `as_of`.

    "The last 7 days" are seven times 24 hours until `as_of`; calendar windows follow the zone's own days. As of
    the end of a day, that day is today.
    """
    if window.days is not None:
        end = as_of - timedelta(days=window.after_days)
        return end - timedelta(days=window.days), end
    if window.calendar is not None:
        first, after = calendar(window.calendar, last_day(as_of, zone))
        return midnight(first, zone), min(midnight(after, zone), as_of)
    start = midnight(window.since, zone) if window.since else None
    end = min(midnight(window.until + timedelta(days=1), zone), as_of) if window.until else as_of
    return start, end


def calendar(name: str, today: date) -> tuple[date, date]:
    """First day of a calendar window and the day after its last. Weeks begin on Monday."""
    monday = today - timedelta(days=today.weekday())
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    tomorrow = today + timedelta(days=1)
    return {
        "today": (today, tomorrow),
        "yesterday": (today - timedelta(days=1), today),
        "this_week": (monday, tomorrow),
        "last_week": (monday - timedelta(days=7), monday),
        "this_month": (month, tomorrow),
        "last_month": (before, month),
        "this_year": (year, tomorrow),
        "last_year": (year.replace(year=year.year - 1), year),
    }[name]
