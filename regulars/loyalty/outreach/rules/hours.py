"""When nobody is written to, and which week a message counts in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the day, 0 to 23, from `start` until before `end`; they may lie across midnight. Equal: never."""

    start: int = 21
    end: int = 9

    def __post_init__(self) -> None:
        if not (0 <= self.start <= 23 and 0 <= self.end <= 23):
            raise ValueError("quiet hours lie between 0 and 23")

    def covers(self, hour: int) -> bool:
        """Whether the hour is quiet."""
        if self.start <= self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end


def quiet_hours(text: str) -> Quiet:
    """Quiet hours as a setting says them: "21-9". Raises ValueError."""
    start, dash, end = text.partition("-")
    if not dash:
        raise ValueError("quiet hours are two hours with a dash between: 21-9")
    return Quiet(int(start), int(end))


def is_quiet(at: datetime, zone: ZoneInfo, quiet: Quiet) -> bool:
    """Whether it is quiet in `zone` at a moment."""
    return quiet.covers(at.astimezone(zone).hour)


def first_open(at: datetime, zone: ZoneInfo, quiet: Quiet) -> datetime:
    """The moment itself when it is not quiet, else the first full hour that is not (UTC)."""
    if not is_quiet(at, zone, quiet):
        return at
    # In steps of real time: an hour that the clocks skip or repeat is then neither missed nor counted twice.
    moment = at.replace(minute=0, second=0, microsecond=0)
    while is_quiet(moment, zone, quiet):
        moment += timedelta(minutes=15)
    return moment


def week_of(at: datetime, zone: ZoneInfo) -> date:
    """The Monday with which the week of a moment begins in `zone`."""
    day = at.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def week_ends(week: date, zone: ZoneInfo) -> datetime:
    """When the week that begins on this Monday is over (UTC)."""
    return datetime.combine(week + timedelta(days=7), time(), zone).astimezone(UTC)
