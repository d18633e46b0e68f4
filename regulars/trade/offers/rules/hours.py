"""Hours of the day at which an offer counts, and the spans of time that its days and hours make in a zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .days import Days, days_of

DAY = 24 * 60
A_DAY = timedelta(days=1)
Span = tuple[datetime, datetime]
EVERY_DAY = Days()


@dataclass(frozen=True, slots=True)
class Times:
    """When an offer counts within its period: on `days`, from minute `start` of the day until minute `end`.

    An `end` that is not after `start` is of the next day, and the whole span belongs to the day it begins on.
    """

    days: Days = EVERY_DAY
    start: int = 0
    end: int = DAY

    @property
    def always(self) -> bool:
        """Whether no moment is left out."""
        return self.days.every and self.whole_days

    @property
    def whole_days(self) -> bool:
        """Whether no hour is left out."""
        return (self.start, self.end) == (0, DAY)

    @property
    def overnight(self) -> bool:
        """Whether it goes on after midnight."""
        return self.end <= self.start

    def span(self, day: date, zone: ZoneInfo) -> Span:
        """When the clocks of `zone` first show the start and last show the end, in UTC, as it begins on `day`."""
        last = day + A_DAY if self.overnight or self.end == DAY else day
        end = self.end % DAY
        # Midnight ends the day however it is written; where the clocks show it twice, the first one does.
        return _shown(day, self.start, zone, 0), _shown(last, end, zone, end != 0)

    def spans(self, since: datetime, until: datetime, zone: ZoneInfo) -> Iterator[Span]:
        """The spans that touch [since, until), in order, whole."""
        day = since.astimezone(zone).date() - A_DAY
        last = until.astimezone(zone).date()
        while day <= last:
            if self.days.count(day):
                start, end = self.span(day, zone)
                if start < end and start < until and end > since:
                    yield start, end
            day += A_DAY

    def at(self, moment: datetime, zone: ZoneInfo) -> Span | None:
        """The span that holds `moment`; None when it does not count then."""
        return next(self.spans(moment, moment + timedelta(microseconds=1), zone), None)

    def next(self, moment: datetime, zone: ZoneInfo) -> Span | None:
        """The span that holds `moment`, or else the first one after it; None when there is none in sight."""
        if (found := self.at(moment, zone)) is not None:
            return found
        day = self.days.next(moment.astimezone(zone).date() - A_DAY)
        while day is not None:
            start, end = self.span(day, zone)
            if moment < start < end:
                return start, end
            day = self.days.next(day)
        return None

    def shows(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Whether the hour of `moment` is one at which it counts, whatever the day."""
        return Times(EVERY_DAY, self.start, self.end).at(moment, zone) is not None


def times_of(terms: Mapping[str, Any]) -> Times:
    """The days and hours in an offer's stored terms. Raises ValueError when they make no sense."""
    hours = terms.get("hours")
    if hours is None:
        return Times(days_of(terms))
    if not isinstance(hours, list | tuple) or len(hours) != 2:
        raise ValueError("hours are a first and a last minute of the day")
    start, end = hours
    whole = type(start) is int and type(end) is int and 0 <= start < DAY and 0 <= end <= DAY
    if not whole or start == end:
        raise ValueError(f"hours are two different minutes of the day, from 0 to {DAY}")
    return Times(days_of(terms), start, end)


def _shown(day: date, minutes: int, zone: ZoneInfo, fold: int) -> datetime:
    """When the clocks show so many minutes of the day: the first time, or the last time (`fold` 1), in UTC.

    A time that they leave out is the moment at which they are put forward.
    """
    local = datetime.combine(day, time(*divmod(minutes, 60)), zone)
    found = local.replace(fold=fold).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return found
    late, early = local.replace(fold=0).astimezone(UTC), local.replace(fold=1).astimezone(UTC)
    before = early.astimezone(zone).utcoffset()
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) // 2
        early, late = (middle, late) if middle.astimezone(zone).utcoffset() == before else (early, middle)
    return late.replace(second=0, microsecond=0)
