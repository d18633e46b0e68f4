"""Days and moments as people write them: in the market's zone, in the reader's language, always in one form."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from regulars.ground.kit.moments import reading_locale, said_day, said_moment
from regulars.people.merchants.queries import market


def local(moment: datetime) -> datetime:
    """A stored moment in the market's zone."""
    return moment.astimezone(ZoneInfo(market().zone))


def local_date(moment: datetime | None) -> str:
    """The day of a moment: "Nov 22, 2026"; an empty string for None."""
    return said_day(local(moment).date()) if moment else ""


def local_datetime(moment: datetime | None) -> str:
    """A moment to the minute: "Nov 22, 2026, 6:14 AM"; an empty string for None."""
    return said_moment(local(moment)) if moment else ""


def local_month(moment: datetime) -> str:
    """The month of a moment: "November 2026"."""
    return format_skeleton("yMMMM", local(moment).replace(tzinfo=None), locale=reading_locale())


def short_day(day: date) -> str:
    """A day on the axis of a chart, without its year: "11/22"."""
    return format_skeleton("Md", datetime.combine(day, time.min), locale=reading_locale())


def local_input(moment: datetime | None) -> str:
    """A moment as a field for day and time wants it; an empty string for None."""
    return f"{local(moment):%Y-%m-%dT%H:%M}" if moment else ""
