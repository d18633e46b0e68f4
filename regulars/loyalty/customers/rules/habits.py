"""What can be said of one customer's habits, and when there is too little to say anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

FEWEST = 3
PARTS = ((0, 6, "night"), (6, 12, "morning"), (12, 18, "afternoon"), (18, 24, "evening"))
SHOWN = 3

Level = Literal["low", "middle", "high"]


@dataclass(frozen=True, slots=True)
class Quartiles:
    """The prices below and above which a quarter of what a store sells stands, in minor units."""

    low_minor: int
    high_minor: int


@dataclass(frozen=True, slots=True)
class Habit:
    """What occurs most, how often, and out of how many."""

    name: str
    many: int
    among: int


def median(pieces: Mapping[int, int]) -> int:
    """The middle price of pieces (price in minor units -> how many); of two middle ones the lower."""
    middle, seen = (sum(pieces.values()) + 1) // 2, 0
    for price in sorted(pieces):
        seen += pieces[price]
        if seen >= middle:
            return price
    raise ValueError("no pieces")


def price_level(pieces: Mapping[int, int], store: Quartiles | None) -> Level | None:
    """Where the middle price of kept pieces stands among the store's: at most the lower quartile is "low", at least
    the upper "high". None for fewer than FEWEST pieces, or where the store sells too little to compare.
    """
    if store is None or sum(pieces.values()) < FEWEST:
        return None
    if store.low_minor == store.high_minor:
        return "middle"
    found = median(pieces)
    if found <= store.low_minor:
        return "low"
    return "high" if found >= store.high_minor else "middle"


def favourites(counts: Mapping[str, int]) -> list[Habit]:
    """The names that occur most, at most SHOWN, ties by name; none below FEWEST in all."""
    among = sum(counts.values())
    if among < FEWEST:
        return []
    ranked = sorted(
        ((many, name) for name, many in counts.items() if many > 0), key=lambda one: (-one[0], one[1])
    )
    return [Habit(name, many, among) for many, name in ranked[:SHOWN]]


def hours(began: Iterable[datetime], zone: ZoneInfo) -> list[Habit]:
    """The parts of the day in which visits began, in a zone: "night" (0-6), "morning", "afternoon", "evening"."""
    local = [at.astimezone(zone).hour for at in began]
    return favourites(Counter(name for hour in local for first, last, name in PARTS if first <= hour < last))


def weekdays(began: Iterable[datetime], zone: ZoneInfo) -> list[Habit]:
    """The days of the week on which visits began, in a zone: "0" is Monday."""
    return favourites(Counter(str(at.astimezone(zone).weekday()) for at in began))
