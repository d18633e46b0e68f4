"""Goods that came after the model was trained: placed by their neighbours among the goods it knows."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from regulars.discovery.recommend.queries.goods import Good, goods_since
from regulars.discovery.recommend.queries.place import Model
from regulars.discovery.recommend.rules.looks import looks, told
from regulars.discovery.recommend.rules.shelf import Parts
from regulars.discovery.recommend.rules.vectors import nearest
from regulars.ground.kit.later import np

EVERY = 30.0
MOST = 200
BESIDE = 10
# A neighbour's neighbour is less sure than one's own.
SHARE = 0.7
FROM_NEIGHBOURS = ("taste", "moment", "together", "alike")


@dataclass(frozen=True, slots=True)
class Arrivals:
    """New goods, the latest first; `beside[n]` are the known goods (indices) most like number n."""

    goods: tuple[Good, ...] = ()
    beside: Any = None


# By the model's version: an experiment may ask two models in turns.
_read: dict[str, tuple[float, Arrivals]] = {}
VERSIONS = 4


def arrivals(model: Model) -> Arrivals:
    """What is new since the model was made, at most half a minute old; one question then."""
    now, version = time.monotonic(), model.card.version
    at, found = _read.get(version, (now - EVERY, Arrivals()))
    if now - at < EVERY:
        return found
    fresh = goods_since(datetime.fromisoformat(model.card.until), MOST)
    found = _beside(model, _unknown(model, fresh))
    if len(_read) >= VERSIONS:
        _read.clear()
    _read[version] = now, found
    return found


def _unknown(model: Model, fresh: list[Good]) -> list[Good]:
    """Without what the model knows already: published again, or while it was being trained."""
    if not fresh:
        return []
    known = model.shelf.places([one.key for one in fresh]) >= 0
    return [one for one, is_known in zip(fresh, known, strict=True) if not is_known]


def _beside(model: Model, fresh: list[Good]) -> Arrivals:
    if not fresh or not model.shelf.size:
        return Arrivals(tuple(fresh), np.empty((len(fresh), 0), np.int64))
    rows = looks([told(one.path, one.store, one.brand, one.price_minor, one.title) for one in fresh])
    most = min(BESIDE, model.shelf.size)
    return Arrivals(tuple(fresh), np.array([nearest(model.shelf.looks, row, most)[0] for row in rows]))


def by_neighbours(found: Arrivals, parts: Parts) -> dict[str, Any]:
    """For each new product the mean of what the parts say of its neighbours, a little less; 0 where nothing is said."""
    order = np.argsort(parts.items)
    known = parts.items[order]
    if not len(known) or not found.beside.size:
        return {
            name: np.zeros(len(found.goods), np.float32) for name in FROM_NEIGHBOURS if name in parts.rows
        }
    at = np.minimum(np.searchsorted(known, found.beside), len(known) - 1)
    there = known[at] == found.beside
    return {
        name: SHARE * np.where(there, parts.rows[name][order[at]], 0).mean(axis=1)
        for name in FROM_NEIGHBOURS
        if name in parts.rows
    }
