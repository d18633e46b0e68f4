"""Points lie in lots, each with its own end. Those that end first are taken first; nothing goes below zero."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

NEVER = datetime.max.replace(tzinfo=UTC)


class TooFewPoints(ValueError):
    """More was to be taken than there is."""


@dataclass(frozen=True, slots=True)
class Lot:
    """Points that came at once. `ends_at` None: they never expire."""

    key: int
    points: int
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """How many points are taken from which lot."""

    key: int
    points: int


def alive(lots: Iterable[Lot], now: datetime) -> list[Lot]:
    """The lots that still hold points at `now`."""
    return [lot for lot in lots if lot.points > 0 and (lot.ends_at is None or lot.ends_at > now)]


def balance(lots: Iterable[Lot], now: datetime) -> int:
    """How many points somebody has at `now`: the sum of the lots alive."""
    return sum(lot.points for lot in alive(lots, now))


def in_turn(lots: Iterable[Lot]) -> list[Lot]:
    """Lots in the order in which they are used: what ends first, then what came first."""
    return sorted(lots, key=lambda lot: (lot.ends_at or NEVER, lot.key))


def take(lots: Sequence[Lot], points: int) -> list[Taken]:
    """Take exactly `points` out of `lots` in turn. Raises TooFewPoints, ValueError for less than none."""
    if points < 0:
        raise ValueError("points cannot be taken backwards")
    taken = []
    for lot in in_turn(lots):
        part = min(lot.points, points)
        if part > 0:
            taken.append(Taken(lot.key, part))
            points -= part
    if points:
        raise TooFewPoints(f"{points} points are missing")
    return taken


def settle(points: int, owed: int) -> tuple[int, int]:
    """Of `points` that come in, how many pay what is owed and how many are left for the person."""
    paid = min(points, owed)
    return paid, points - paid


def due_back(outstanding: int, kept_minor: int, point_minor: int) -> int:
    """Points to give back of `outstanding` used ones, when they still pay `kept_minor` of an order.

    Whole points, the rest stays with what is kept: any sequence of partial refunds that reverses everything
    gives back exactly the points used.
    """
    return max(0, outstanding - -(-kept_minor // point_minor))
