"""The demo town as it really is: how likely each shopper takes each good, known to nobody who chooses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from regulars.faces.terminal.demo.lures import in_season
from regulars.faces.terminal.demo.rhythm import season_of
from regulars.faces.terminal.demo.taste import pulls, taste_for_stores
from regulars.faces.terminal.demo.world import make_town

DAY = date(2026, 3, 2)
MOST, HALF = 0.6, 20.0
SMALL_SHARE = 1 / 3


@dataclass(frozen=True)
class Truth:
    """`takes[person, good]`: the chance of a click on a good that was looked at; `drawn[person, good]`: what they find
    by themselves. `store`, `brand`, `leaf` and `price` are per good, `often` and `buys` per person."""

    takes: Any
    drawn: Any
    store: Any
    brand: Any
    leaf: Any
    price: Any
    often: Any
    buys: Any
    small: frozenset[int]


def truth(seed: int, people: int) -> Truth:
    """The town of a seed, on one day of spring."""
    town = make_town(seed, today=DAY, people=people)
    goods, stores = list(town.goods.products.values()), list(town.stores)
    number = {one.key: place for place, one in enumerate(goods)}
    shoppers = list(town.people.values())
    raw = np.zeros((len(shoppers), len(goods)))
    shelves: dict[tuple[str, int], Any] = {}
    for row, person in enumerate(shoppers):
        for store, share in taste_for_stores(town, person).items():
            items = town.goods.by_store[store]
            level = round(person.price_level * 5)
            if (store, level) not in shelves:
                here = np.array(pulls(items, level / 5)) * [
                    in_season(one.season, season_of(DAY)) for one in items
                ]
                shelves[store, level] = (np.array([number[one.key] for one in items]), here / here.sum())
            places, within = shelves[store, level]
            raw[row, places] = share * within
    relative = raw * len(goods)
    brands, leaves = ({key: place for place, key in enumerate(sorted({getattr(one, name) for one in goods}))}
                      for name in ("brand", "category"))  # fmt: skip
    traffic = sorted(stores, key=lambda key: town.stores[key].traffic)
    return Truth(
        takes=MOST * relative / (relative + HALF),
        drawn=raw / raw.sum(axis=1, keepdims=True),
        store=np.array([1 + stores.index(one.store) for one in goods]),
        brand=np.array([brands[one.brand] for one in goods]),
        leaf=np.array([leaves[one.category] for one in goods]),
        price=np.array([one.variants[0].price_minor for one in goods]),
        often=np.array([one.activity for one in shoppers]),
        buys=np.array([0.1 + 0.4 * one.propensity for one in shoppers]),
        small=frozenset(1 + stores.index(key) for key in traffic[: round(len(stores) * SMALL_SHARE)]),
    )
