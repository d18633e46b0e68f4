"""The one clock. Everything asks it for the time, so that tests and rehearsals can move it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from time import time_ns
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_frozen: ContextVar[datetime | None] = ContextVar("clock_frozen", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def micros() -> int:
    """The present moment in µs since 1970, without a calendar: for what is counted thousands of times a second."""
    held = _frozen.get()
    return time_ns() // 1000 if held is None else (held - _EPOCH) // timedelta(microseconds=1)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock still at `moment` (aware) inside the block."""
    if moment.tzinfo is None:
        raise ValueError("the clock needs an aware datetime")
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


@contextmanager
def shift(by: timedelta) -> Iterator[None]:
    """Hold the clock still at now + `by` inside the block."""
    with at(now() + by):
        yield


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The moment at which `day` begins in `zone`, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def last_day(until: datetime, zone: ZoneInfo) -> date:
    """The day in `zone` of the last moment before `until` (aware): the end of a day still belongs to it."""
    return (until - timedelta(microseconds=1)).astimezone(zone).date()
