"""How many people of each birth decade did what: the numbers before anything is hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

CAME, LOOKED, BOUGHT, AGAIN, OFFER = "came", "looked", "bought", "again", "offer"
ANY = ""
UNKNOWN = 0

Key = tuple[str, str]
"""What people did, and in which category (slug; `ANY`: wherever)."""
Cell = tuple[Key, int]
"""A key and a birth decade; `UNKNOWN`: those who did not say."""
Counts = Mapping[Cell, int]

BASE: Mapping[str, Key] = {
    LOOKED: (CAME, ANY),
    BOUGHT: (CAME, ANY),
    AGAIN: (BOUGHT, ANY),
    OFFER: (BOUGHT, ANY),
}
"""Of whom each is a share: of those who came, or of those who bought."""


@dataclass(slots=True)
class Spread:
    """One cell over all stores: how many people, and per store how many, and how many of them nowhere else."""

    people: int = 0
    stores: dict[str, tuple[int, int]] = field(default_factory=dict)

    def elsewhere(self, store: str) -> int:
        """People of all stores but this one."""
        return self.people - self.stores.get(store, (0, 0))[1]

    def others(self, store: str) -> int:
        """In how many other stores there are any."""
        return len(self.stores.keys() - {store})

    def without_largest(self, store: str) -> int:
        """At least how many people are left elsewhere when the largest of the other stores is taken away too."""
        most = max((many for name, (many, _alone) in self.stores.items() if name != store), default=0)
        return self.people - self.stores.get(store, (0, 0))[0] - most


Spreads = Mapping[Cell, Spread]


def own(spreads: Spreads, store: str) -> dict[Cell, int]:
    """The people of one store (public id), cell by cell."""
    return {cell: spread.stores[store][0] for cell, spread in spreads.items() if store in spread.stores}


def elsewhere(spreads: Spreads, store: str) -> dict[Cell, int]:
    """The people of all other stores, each counted once."""
    counted = {cell: spread.elsewhere(store) for cell, spread in spreads.items()}
    return {cell: many for cell, many in counted.items() if many}


def sellers(spreads: Spreads) -> dict[str, set[str]]:
    """The stores (public ids) in which anybody looked at or bought something of each category."""
    found: dict[str, set[str]] = {}
    for ((what, topic), _decade), spread in spreads.items():
        if what in (LOOKED, BOUGHT):
            found.setdefault(topic, set()).update(spread.stores)
    return found


def share_elsewhere(spreads: Spreads, store: str, cell: Cell, selling: Mapping[str, set[str]]) -> float:
    """The share of a cell at the other stores that sell the category, who comes to several counted at each.

    So one store stands beside others of its kind: of all people of the market, most never come near a category.
    """
    (what, topic), decade = cell
    base = spreads[BASE[what], decade].stores
    shops = (base.keys() if topic == ANY else base.keys() & selling[topic]) - {store}
    people = sum(base[shop][0] for shop in shops)
    return sum(spreads[cell].stores.get(shop, (0, 0))[0] for shop in shops) / people if people else 0.0


def wide_enough(spreads: Spreads, store: str, floor: int, stores: int) -> Callable[[Cell], bool]:
    """Whether a cell of the market speaks of enough stores, and of enough people without the largest of them."""

    def judge(cell: Cell) -> bool:
        spread = spreads[cell]
        return spread.others(store) >= stores and spread.without_largest(store) >= floor

    return judge


def decades(cells: Iterable[Cell]) -> list[int]:
    """The birth decades that occur, the earliest first."""
    return sorted({decade for _key, decade in cells} - {UNKNOWN})
