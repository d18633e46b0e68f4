"""The days of a contract, counted in the market's zone: a day ends at midnight there, however long it was."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The calendar day of an aware moment in `zone`."""
    return moment.astimezone(zone).date()


def end_of(starts_on: date, days: int) -> date:
    """The first day after a contract of so many days: its last day is the one before."""
    return starts_on + timedelta(days=days)


def days_gone(starts_on: date | None, days: int, today: date) -> int:
    """How many of its days are over: none before it starts and on its first day, all from its end on."""
    return 0 if starts_on is None else min(max((today - starts_on).days, 0), days)


def days_left(starts_on: date | None, days: int, today: date) -> int:
    """How many of its days are not over yet, today included."""
    return days - days_gone(starts_on, days, today)


def stage(state: str, starts_on: date | None, days: int, today: date) -> str:
    """Where a contract stands: its own state when it is not sold (any more), else waiting, running or over."""
    if state != "sold":
        return state
    if starts_on is None:
        return "waiting"
    return "running" if today < end_of(starts_on, days) else "over"
