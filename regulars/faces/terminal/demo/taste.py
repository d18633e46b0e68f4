"""The known tastes: how much a person likes stores and categories, before anything happened."""

from dataclasses import dataclass
from math import exp

from .nouns import Person, Product, Store
from .shelves import AUDIENCE
from .world import Town

FLOOR = 0.03
SHARPNESS = 1.7
PICKINESS = 2.2


@dataclass(frozen=True, slots=True)
class Grip:
    """How a store takes hold of people: traffic x share of each decade, and its themes by position."""

    by_decade: tuple[float, ...]
    themes: tuple[tuple[int, float], ...]

    @classmethod
    def of(cls, store: Store) -> "Grip":
        """The grip of one store."""
        total = sum(store.audience)
        by_decade = tuple(store.traffic * part / total for part in store.audience)
        return cls(by_decade, tuple((place, weight) for place, weight in enumerate(store.themes) if weight))


def liking(person: Person, grip: Grip) -> float:
    """Pull of a store: traffic x share of the decade x (floor + tastes . themes) ^ sharpness."""
    tastes = person.tastes
    match = sum([tastes[place] * weight for place, weight in grip.themes])
    return grip.by_decade[AUDIENCE.index(person.decade)] * float((FLOOR + match) ** SHARPNESS)


def taste_for_stores(town: Town, person: Person) -> dict[str, float]:
    """Share of this person's attention per store; adds up to one."""
    raw = {key: liking(person, Grip.of(store)) for key, store in town.stores.items()}
    total = sum(raw.values())
    return {key: value / total for key, value in raw.items()}


def pulls(items: tuple[Product, ...], price_level: float) -> list[float]:
    """Weight of each product of one store for a person of a price level (0 thrifty .. 1 free-handed)."""
    order = sorted(range(len(items)), key=lambda index: items[index].variants[0].price_minor)
    rank = {index: place / max(1, len(items) - 1) for place, index in enumerate(order)}
    return [
        item.popularity * exp(-PICKINESS * abs(rank[index] - price_level)) for index, item in enumerate(items)
    ]
