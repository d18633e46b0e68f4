"""Days and moments as people write them: in the market's zone, in the reader's language, always in one form."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time, get_datetime_format
from django.utils.translation import get_language

from regulars.people.merchants.queries import market


def reading_locale() -> str:
    """The reader's language as Babel names it."""
    return (get_language() or "en").replace("zh-hans", "zh_Hans").replace("-", "_")


def local(moment: datetime) -> datetime:
    """A stored moment in the market's zone."""
    return moment.astimezone(ZoneInfo(market().zone))


def local_date(moment: datetime | None) -> str:
    """The day of a moment: "Nov 22, 2026"; an empty string for None."""
    return format_date(local(moment).date(), "medium", locale=reading_locale()) if moment else ""


def local_datetime(moment: datetime | None) -> str:
    """A moment to the minute: "Nov 22, 2026, 6:14 AM"; an empty string for None."""
    if moment is None:
        return ""
    locale = reading_locale()
    # The thin space before "PM" is missing in many fonts.
    clock = format_time(local(moment).time(), "short", locale=locale).replace("\u202f", "\u00a0")
    return str(get_datetime_format("medium", locale=locale)).format(clock, local_date(moment))


def local_month(moment: datetime) -> str:
    """The month of a moment: "November 2026"."""
    return format_skeleton("yMMMM", local(moment).replace(tzinfo=None), locale=reading_locale())


def short_day(day: date) -> str:
    """A day on the axis of a chart, without its year: "11/22"."""
    return format_skeleton("Md", datetime.combine(day, time.min), locale=reading_locale())


def local_input(moment: datetime | None) -> str:
    """A moment as a field for day and time wants it; an empty string for None."""
    return f"{local(moment):%Y-%m-%dT%H:%M}" if moment else ""
