"""Days on which an offer counts: certain days of the week, certain dates, or every day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

MOST_DATES = 60
FAR = 400


@dataclass(frozen=True, slots=True)
class Days:
    """`weekdays` from 0 (Monday) to 6; neither weekdays nor dates: every day. Either kind is enough."""

    weekdays: frozenset[int] = frozenset()
    dates: frozenset[date] = frozenset()

    @property
    def every(self) -> bool:
        """Whether no day is left out."""
        return not self.weekdays and not self.dates

    def count(self, day: date) -> bool:
        """Whether the offer counts on `day`."""
        return self.every or day.weekday() in self.weekdays or day in self.dates

    def next(self, day: date) -> date | None:
        """The first day after `day` on which it counts; None when there is none in sight."""
        if self.every or self.weekdays:
            ahead = (day + timedelta(days=n) for n in range(1, 8))
            weekly = [each for each in ahead if self.every or each.weekday() in self.weekdays]
        else:
            weekly = []
        coming = [each for each in self.dates if day < each <= day + timedelta(days=FAR)]
        return min([*weekly, *coming], default=None)


def days_of(terms: Mapping[str, Any]) -> Days:
    """The days in an offer's stored terms. Raises ValueError when they make no sense."""
    weekdays, dates = terms.get("weekdays", ()), terms.get("dates", ())
    if not isinstance(weekdays, list | tuple) or not isinstance(dates, list | tuple):
        raise ValueError("weekdays and dates are lists")
    if not all(type(one) is int and 0 <= one <= 6 for one in weekdays):
        raise ValueError("a weekday is a whole number from 0 (Monday) to 6")
    if len(dates) > MOST_DATES:
        raise ValueError(f"an offer names at most {MOST_DATES} dates")
    return Days(frozenset(weekdays), frozenset(date.fromisoformat(one) for one in dates))


def tier_key(store_id: str, tier: int) -> str:
    """What somebody who reached a tier (counted from 1) of a store (public id) carries for `only_for`."""
    return f"tier:{store_id}:{tier}"


def keys_of_tiers(reached: Mapping[str, int]) -> frozenset[str]:
    """Everything a member carries: in each store the tier reached and those below it."""
    return frozenset(
        tier_key(store, tier) for store, highest in reached.items() for tier in range(1, highest + 1)
    )
