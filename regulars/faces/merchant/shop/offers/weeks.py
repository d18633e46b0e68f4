"""A span of days as weeks in which each bar has its own row: what stands where in the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")
ROWS = 8


@dataclass(frozen=True, slots=True)
class Bar(Generic[T]):
    """A bar before it is laid out: both days are the first and last on which it counts."""

    first: date
    last: date
    of: T


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """The part of a bar in one week: column 1 (Monday) to 7, how many days, its row, whether it begins or ends here."""

    of: T
    column: int
    span: int
    row: int
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Week(Generic[T]):
    """Seven days, the pieces that have a row, and how many bars more there are."""

    days: tuple[date, ...]
    pieces: tuple[Piece[T], ...]
    more: int


def monday(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def weeks(bars: Sequence[Bar[T]], first: date, last: date, rows: int = ROWS) -> list[Week[T]]:
    """The whole weeks from `first` to `last`; longer bars first, each in the highest row that is free."""
    found = []
    start = monday(first)
    while start <= last:
        found.append(_week(bars, start, rows))
        start += timedelta(days=7)
    return found


def _week(bars: Sequence[Bar[T]], start: date, rows: int) -> Week[T]:
    end = start + timedelta(days=6)
    here = [bar for bar in bars if bar.first <= end and bar.last >= start]
    here.sort(key=lambda bar: (max(bar.first, start), -(min(bar.last, end) - max(bar.first, start)).days))
    taken: list[date] = []
    pieces: list[Piece[T]] = []
    for bar in here:
        left, right = max(bar.first, start), min(bar.last, end)
        row = next((n for n, until in enumerate(taken) if until < left), len(taken))
        if row >= rows:
            continue
        taken[row : row + 1] = [right]
        column, span = (left - start).days + 1, (right - left).days + 1
        pieces.append(Piece(bar.of, column, span, row + 1, bar.first >= start, bar.last <= end))
    days = tuple(start + timedelta(days=n) for n in range(7))
    return Week(days, tuple(pieces), len(here) - len(pieces))
