"""How good a model would have been: learnt from the time before a cut, asked about the time after it."""

from __future__ import annotations

from typing import Any

from regulars.discovery.recommend.actions.training import learning
from regulars.discovery.recommend.actions.training.material import Deeds, Material, Steps
from regulars.discovery.recommend.rules.neighbours import Neighbours
from regulars.ground.kit.later import np

HELD = 0.1
MOST_VISITS = 2_000
PLACES = 20


def figures(material: Material) -> dict[str, float]:
    """Share of next looks among the first 20, for what comes after, and for mere popularity; 0 when too few to say.

    The last tenth of the visits is held out; of each its last look is asked for, by the looks before it.
    """
    steps = material.steps.only(~material.steps.bought)
    visits = np.unique(steps.visit)
    if len(visits) < 20:
        return {"held_visits": 0.0}
    cut = visits[int(len(visits) * (1 - HELD))]
    before, held = steps.only(steps.visit < cut), steps.only(steps.visit >= cut)
    after = _table(learning.moment(material, before))
    popular = np.argsort(-np.bincount(before.item, minlength=len(material.goods)))[:PLACES]
    asked = _asked(held)
    hits = [last in _best(after, prefix) for prefix, last in asked]
    plain = [last in popular for _, last in asked]
    return {
        "held_visits": float(len(asked)),
        "moment_recall_20": _mean(hits),
        "popular_recall_20": _mean(plain),
    }


def _asked(held: Steps) -> list[tuple[list[int], int]]:
    """The looks before the last one, newest first, and the last, of visits with two different goods or more."""
    begins = np.flatnonzero(np.r_[True, held.visit[1:] != held.visit[:-1]])
    found = []
    for items in np.split(held.item, begins[1:])[:MOST_VISITS]:
        seen = list(dict.fromkeys(items[::-1].tolist()))
        if len(seen) > 1:
            found.append((seen[1:6], seen[0]))
    return found


def _best(after: Neighbours, prefix: list[int]) -> Any:
    indices, values = after.beside(prefix, [0.8**place for place in range(len(prefix))])
    items, places = np.unique(indices, return_inverse=True)
    total = np.bincount(places, weights=values, minlength=len(items))
    return items[np.argsort(-total)[:PLACES]]


def _table(arrays: dict[str, Any]) -> Neighbours:
    return Neighbours(*(arrays[f"after_{part}"] for part in ("indptr", "indices", "data")))


def _mean(hits: list[bool]) -> float:
    return round(sum(hits) / len(hits), 4) if hits else 0.0


__all__ = ["Deeds", "figures"]
