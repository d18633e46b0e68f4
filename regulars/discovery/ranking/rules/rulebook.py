"""The market's published rules of placing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

LEAST, MOST = 0.8, 1.25
EVERYWHERE = ""


@dataclass(frozen=True, slots=True)
class Window:
    """In any `width` consecutive places at most so many of one store, one brand, one leaf category; 0 is no limit."""

    width: int = 10
    store: int = 2
    brand: int = 3
    leaf: int = 4


@dataclass(frozen=True, slots=True)
class Pin:
    """A product (key) that stands at a place (from 0) of a spot from one moment until another."""

    product: int
    spot: str
    place: int
    since: datetime | None = None
    until: datetime | None = None

    def holds(self, spot: str, at: datetime | None) -> bool:
        """Whether it stands at this spot at this moment; without a moment, always."""
        if self.spot != spot:
            return False
        return at is None or ((self.since or at) <= at and (self.until is None or at < self.until))


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One version of the rules. Keys of `stores` and `brands` are those of the rows, values are multipliers.

    `windows` are by spot (`home.for-you`), by page (`home`) or for everywhere (""). `floor` is the least share of the
    places that sheltered stores get, `cap` the greatest share of one store (1 for no cap). Within `tie` (a share of
    the best score) goods count as equal, and the one least like those above is taken: `variety` weighs score against
    likeness. A store is sheltered in its first `young_days` days, and while its share of the market's sales is below
    `small_share`. Changes are announced `notice_days` ahead.
    """

    version: str = ""
    stores: Mapping[int, float] = field(default_factory=dict)
    brands: Mapping[int, float] = field(default_factory=dict)
    windows: Mapping[str, Window] = field(default_factory=lambda: {EVERYWHERE: Window()})
    floor: float = 0.1
    cap: float = 1.0
    pins: tuple[Pin, ...] = ()
    variety: float = 0.7
    tie: float = 0.01
    young_days: int = 90
    small_share: float = 0.001
    notice_days: int = 15

    def window(self, spot: str) -> Window:
        """The windows of a spot: its own, else its page's, else those of everywhere, else none."""
        for name in (spot, spot.partition(".")[0], EVERYWHERE):
            if name in self.windows:
                return self.windows[name]
        return Window(store=0, brand=0, leaf=0)


STANDARD = Rulebook(
    windows={
        EVERYWHERE: Window(),
        "category": Window(leaf=0),
        "search": Window(store=3, brand=5, leaf=0),
        "store": Window(store=0, brand=0),
    }
)
