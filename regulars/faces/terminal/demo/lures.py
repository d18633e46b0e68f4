"""Which store and which product draws whom on a given day."""

from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from random import Random

from .memory import Memory
from .nouns import Person, Product
from .rhythm import SEASONS, season_of
from .taste import Grip, liking, pulls
from .world import Town

FOLLOWED = 1.8
LEAD_STORE = 2.2


@dataclass(slots=True)
class Lures:
    """Draws stores and products by taste, memory, price level and season; remembers what it worked out."""

    town: Town
    memory: Memory
    dice: Random
    grips: list[Grip] = field(default_factory=list)
    likings: dict[str, list[float]] = field(default_factory=dict)
    shelves: dict[tuple[str, int, str], list[float]] = field(default_factory=dict)

    def store(self, person: Person, day: date) -> str:
        """One store this person turns to."""
        keys = list(self.town.stores)
        return self.dice.choices(keys, weights=self._weights(person, day))[0]

    def _weights(self, person: Person, day: date) -> list[float]:
        base = self.likings.get(person.key)
        if base is None:
            base = [liking(person, grip) for grip in self._all_grips()]
            self.likings[person.key] = base
        known, followed = self.memory.fondness[person.key], self.memory.following[person.key]
        weights = [
            pull * (1 + known.get(key, 0.0)) * (FOLLOWED if key in followed else 1.0)
            for key, pull in zip(self.town.stores, base, strict=True)
        ]
        return self._festive(weights, day)

    def _all_grips(self) -> list[Grip]:
        self.grips = self.grips or [Grip.of(store) for store in self.town.stores.values()]
        return self.grips

    def _festive(self, weights: list[float], day: date) -> list[float]:
        festival = self.town.market.festival
        if festival.starts_on <= day <= festival.ends_on:
            weights[list(self.town.stores).index(festival.lead)] *= LEAD_STORE
        return weights

    def stranger_store(self) -> str:
        """A store a passer-by looks into, by its traffic alone."""
        stores = self.town.stores
        return self.dice.choices(list(stores), weights=[store.traffic for store in stores.values()])[0]

    def products(self, store: str, level: float, day: date, count: int) -> list[Product]:
        """Some products of a store as a person of that price level (0 to 1) would pick them."""
        season, bucket = season_of(day), round(level * 5)
        weights = self.shelves.get((store, bucket, season))
        if weights is None:
            weights = self._shelf(store, bucket / 5, season)
            self.shelves[store, bucket, season] = weights
        return _unique(self.dice.choices(self.town.goods.by_store[store], cum_weights=weights, k=count))

    def _shelf(self, store: str, level: float, season: str) -> list[float]:
        items = self.town.goods.by_store[store]
        raw = pulls(items, level)
        return list(
            accumulate(pull * in_season(item.season, season) for pull, item in zip(raw, items, strict=True))
        )


def in_season(season: str, now: str) -> float:
    """1.6 in its own season, 0.5 in the opposite one, else 1."""
    if season == "all":
        return 1.0
    apart = (SEASONS.index(season) - SEASONS.index(now)) % 4
    return {0: 1.6, 2: 0.5}.get(apart, 1.0)


def _unique(items: list[Product]) -> list[Product]:
    return list({item.key: item for item in items}.values())
