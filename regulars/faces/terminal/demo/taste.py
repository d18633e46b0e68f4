"""The known tastes: how much a person likes stores and categories, before anything happened."""

from math import exp

from .nouns import Person, Product, Store
from .shelves import AUDIENCE
from .world import Town

FLOOR = 0.03
SHARPNESS = 1.7
PICKINESS = 2.2


def liking(person: Person, store: Store) -> float:
    """Pull of a store: traffic x share of the decade x (floor + tastes . themes) ^ sharpness."""
    match = sum(taste * theme for taste, theme in zip(person.tastes, store.themes, strict=True))
    share = store.audience[AUDIENCE.index(person.decade)] / sum(store.audience)
    return store.traffic * share * float((FLOOR + match) ** SHARPNESS)


def taste_for_stores(town: Town, person: Person) -> dict[str, float]:
    """Share of this person's attention per store; adds up to one."""
    raw = {key: liking(person, store) for key, store in town.stores.items()}
    total = sum(raw.values())
    return {key: value / total for key, value in raw.items()}


def taste_for_categories(town: Town, person: Person) -> dict[str, float]:
    """Share of this person's attention per leaf category; adds up to one."""
    found: dict[str, float] = {}
    for store, share in taste_for_stores(town, person).items():
        for item, part in _shares(town.goods.by_store[store], person.price_level):
            found[item.category] = found.get(item.category, 0.0) + share * part
    return found


def pulls(items: tuple[Product, ...], price_level: float) -> list[float]:
    """Weight of each product of one store for a person of a price level (0 thrifty .. 1 free-handed)."""
    order = sorted(range(len(items)), key=lambda index: items[index].variants[0].price_minor)
    rank = {index: place / max(1, len(items) - 1) for place, index in enumerate(order)}
    return [
        item.popularity * exp(-PICKINESS * abs(rank[index] - price_level)) for index, item in enumerate(items)
    ]


def _shares(items: tuple[Product, ...], price_level: float) -> list[tuple[Product, float]]:
    weights = pulls(items, price_level)
    total = sum(weights)
    return [(item, weight / total) for item, weight in zip(items, weights, strict=True)]
