"""The goods among which places are given by lot: of small and new stores, the least shown first, and new ones."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.discovery.ranking.rules import Candidate
from regulars.discovery.recommend.queries.arrivals import Arrivals, arrivals
from regulars.discovery.recommend.queries.goods import in_stock
from regulars.discovery.recommend.queries.place import Model
from regulars.discovery.recommend.rules.exploring import hopes
from regulars.discovery.recommend.rules.lots import EXPLORE
from regulars.ground.kit.later import np

VERSIONS = 4


@dataclass(frozen=True, slots=True)
class Pool:
    """Goods that were there when it was asked last, with their weights: `fresh` ones, and those long `known`."""

    fresh: tuple[tuple[Candidate, float], ...] = ()
    known: tuple[tuple[Candidate, float], ...] = ()


_pools: dict[str, tuple[Arrivals, Pool]] = {}


def pool_of(model: Model) -> Pool:
    """The pool of a model, made anew as often as it is asked what is new; one question then."""
    new, version = arrivals(model), model.card.version
    held = _pools.get(version)
    if held is not None and held[0] is new:
        return held[1]
    if len(_pools) >= VERSIONS:
        _pools.clear()
    made = _made(model, new)
    _pools[version] = new, made
    return made


def _made(model: Model, new: Arrivals) -> Pool:
    shelf = model.shelf
    items = shelf.newcomers.tolist()
    there = (
        in_stock([*shelf.keys[items].tolist(), *(one.key for one in new.goods)])
        if items or new.goods
        else set()
    )
    columns = (shelf.keys, shelf.store, shelf.brand, shelf.leaf, shelf.shown, shelf.clicked)
    known = [
        (Candidate(key, 0.0, store, brand or None, leaf, True, EXPLORE), shown, clicked)
        for key, store, brand, leaf, shown, clicked in zip(
            *(one[items].tolist() for one in columns), strict=True
        )
        if key in there
    ]
    fresh = [
        Candidate(one.key, 0.0, one.store, one.brand, one.leaf, False, EXPLORE)
        for one in new.goods
        if one.key in there
    ]
    shown, clicked = (np.array([one[at] for one in known]) for at in (1, 2))
    weights = hopes(shown, np.minimum(clicked, shown), shelf.click_rate).tolist()
    unknown = float(hopes(np.zeros(1), np.zeros(1), shelf.click_rate)[0])
    return Pool(
        tuple((one, unknown) for one in fresh),
        tuple((one[0], weight) for one, weight in zip(known, weights, strict=True)),
    )
