"""Birthdays without a year of birth, and the days around them."""

from __future__ import annotations

from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date, timedelta

LEAP = 2024


@dataclass(frozen=True, slots=True)
class Around:
    """The days around one birthday: `first` and `last` belong to it; `year` is that of the birthday itself."""

    year: int
    first: date
    last: date


def is_day(month: object, day: object) -> bool:
    """Whether some year has this day; the 29th of February is one."""
    if type(month) is not int or type(day) is not int or not 1 <= month <= 12:
        return False
    return 1 <= day <= monthrange(LEAP, month)[1]


def birthday_in(year: int, month: int, day: int) -> date:
    """The birthday in a year; who was born on the 29th of February has it on the 28th in other years."""
    return date(year, 2, 28) if (month, day) == (2, 29) and not isleap(year) else date(year, month, day)


def around(month: int, day: int, today: date, before: int, after: int) -> Around | None:
    """The days around the birthday, from `before` days before to `after` days after, if today is one of them."""
    for year in (today.year - 1, today.year, today.year + 1):
        birthday = birthday_in(year, month, day)
        first, last = birthday - timedelta(days=before), birthday + timedelta(days=after)
        if first <= today <= last:
            return Around(year, first, last)
    return None


def days_near(today: date, before: int, after: int) -> set[tuple[int, int]]:
    """Month and day of every birthday that has `today` among the days around it."""
    near = {today + timedelta(days=n) for n in range(-after, before + 1)}
    days = {(each.month, each.day) for each in near}
    leap_day = any((each.month, each.day) == (2, 28) and not isleap(each.year) for each in near)
    return days | {(2, 29)} if leap_day else days
