"""Days and moments as people write them: in the reader's language, always in one form."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_datetime_format, get_timezone_name
from django.utils.translation import get_language

DAY = 24 * 60


def reading_locale() -> str:
    """The reader's language as Babel names it."""
    return (get_language() or "en").replace("zh-hans", "zh_Hans").replace("-", "_")


def said_day(day: date) -> str:
    """A day: "Nov 22, 2026"."""
    return _day(day, reading_locale())


def said_hour(minutes: int) -> str:
    """A time of the day, minutes after midnight: "6:14 AM"; the end of the day is its midnight."""
    return _clock(time(*divmod(minutes % DAY, 60)))


def said_moment(moment: datetime) -> str:
    """A moment to the minute, as its own zone shows it: "Nov 22, 2026, 6:14 AM"."""
    whole = get_datetime_format("medium", locale=reading_locale())
    return str(whole).format(_clock(moment.time().replace(second=0, microsecond=0)), said_day(moment.date()))


def said_zone(zone: ZoneInfo) -> str:
    """What people call a zone: "China Time"."""
    return str(get_timezone_name(zone, locale=reading_locale()))


def _clock(at: time) -> str:
    return _time(at, reading_locale())


@lru_cache(maxsize=2_000)
def _day(day: date, locale: str) -> str:
    return str(format_date(day, "medium", locale=locale))


@lru_cache(maxsize=2_000)
def _time(at: time, locale: str) -> str:
    # The thin space before "PM" is missing in many fonts.
    return str(format_time(at, "short", locale=locale)).replace("\u202f", "\u00a0")
