"""Whom a store may ask, and how often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

REST = timedelta(days=30)
EDITABLE = timedelta(days=7)
MOST_OPEN = 3
LATEST_DAYS = 60


def may_ask(last: datetime | None, now: datetime) -> bool:
    """Whether somebody a store last asked at `last` may be asked again."""
    return last is None or now - last >= REST


def rested(people: Iterable[int], last: Mapping[int, datetime], now: datetime) -> list[int]:
    """Which of these people may be asked, in their order."""
    return [key for key in people if may_ask(last.get(key), now)]


def may_change(answered: datetime, now: datetime) -> bool:
    """Whether an answer may still be changed by who gave it."""
    return now - answered <= EDITABLE
