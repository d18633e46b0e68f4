"""What results can be narrowed by, with counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import floor, log10

Band = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Facets:
    """How many results there are by key of category (with what lies below) and store, by band of prices, in stock, cut.

    Each counts under all other filters, so that a choice within one shows what another choice would give. A band is
    (from, to) in minor units, both ends included; the last has no end.
    """

    categories: dict[int, int] = field(default_factory=dict)
    stores: dict[int, int] = field(default_factory=dict)
    bands: dict[Band, int] = field(default_factory=dict)
    in_stock: int = 0
    on_offer: int = 0


def bands(marks: Iterable[float]) -> list[Band]:
    """Bands between round numbers near these prices (quartiles, minor units); none when all prices are alike."""
    cuts = sorted({round_near(mark) for mark in marks if mark > 0})
    if not cuts:
        return []
    starts = [0, *cuts]
    return [(start, end - 1 if end else None) for start, end in zip(starts, [*cuts, None], strict=True)]


def round_near(price: float) -> int:
    """The nearest of 1, 2, 3, 5, 7.5 times a power of ten, by ratio."""
    if price < 1:
        return 1
    power = 10 ** floor(log10(price))
    steps = [int(step * power) or 1 for step in (1, 2, 3, 5, 7.5, 10)]
    return min(steps, key=lambda step: (max(step, price) / min(step, price), step))
