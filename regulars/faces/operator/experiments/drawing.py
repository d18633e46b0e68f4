"""Intervals as pictures: where each lies, in the whole units of an SVG 1,000 wide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEFT, RIGHT = 20, 980


@dataclass(frozen=True, slots=True)
class Bar:
    """An interval and its middle; `kind` tells on which side of the mark it lies: gain, loss, or open."""

    low: int
    value: int
    high: int
    mark: int
    kind: str


def drawn(ends: Sequence[tuple[float, float, float]], mark: float = 0.0) -> list[Bar]:
    """Intervals (low, value, high) on one scale that holds them all and the mark."""
    numbers = [number for one in ends for number in one] + [mark]
    least, most = min(numbers), max(numbers)
    wide = (most - least) or 1.0

    def at(number: float) -> int:
        return round(LEFT + (number - least) / wide * (RIGHT - LEFT))

    return [
        Bar(
            at(low),
            at(value),
            at(high),
            at(mark),
            "gain" if low > mark else "loss" if high < mark else "open",
        )
        for low, value, high in ends
    ]
