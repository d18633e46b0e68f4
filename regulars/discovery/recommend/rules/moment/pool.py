"""The first stage: what all sources propose for each prefix, and how strongly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regulars.discovery.recommend.rules.moment import alike
from regulars.discovery.recommend.rules.moment.arrays import (
    edges,
    grouped,
    ranks,
    share_of_most,
    shares_of_most,
    spread,
)
from regulars.discovery.recommend.rules.moment.clicks import Clicks
from regulars.discovery.recommend.rules.moment.nouns import Links, Sources
from regulars.ground.kit.later import np

QUICK, SLOW = 0.5, 0.85
NEWEST = (100, 80, 60, 40, 30, 30, *(20,) * 6, *(10,) * 8, 0)
SCORES = (
    "follow.last", "follow.quick", "follow.slow", "near.last", "near.quick", "near.slow", "walk.last", "walk.slow",
    "linear.last", "linear.sum", "knn", "knn.after",
)  # fmt: skip
SPEAKING = {"follow.quick": 0.25, "near.quick": 0.15, "walk.slow": 0.1, "linear.sum": 0.2, "knn": 0.3}
SPEAK, WEIGHTS = [SCORES.index(name) for name in SPEAKING], [*SPEAKING.values()]
OWN_FADING, OWN_SHARE = 0.7, 1.2
LINEAR_FADING = 4.0


@dataclass(frozen=True)
class Pool:
    """Proposals, ordered by row and then item: a column of `scores` per name in SCORES, and the fixed `blend`.

    `place` is where the blend puts each in its row, from 0.
    """

    row: Any
    item: Any
    scores: Any
    own_age: Any
    own_times: Any
    blend: Any
    begins: Any
    place: Any = None


def pool(sources: Sources, clicks: Clicks, *, again: bool, most: int) -> Pool:
    """At most `most` proposals per row: the best by the fixed blend of the sources. A row without clicks has none."""
    parts = _proposed(sources, clicks)
    keys, group, _first = grouped(np.concatenate([part[0] * sources.goods + part[1] for part in parts]))
    row, item = keys // sources.goods, keys % sources.goods
    scores = np.zeros((len(SCORES), len(keys)))
    at = column = 0
    for part in parts[:-1]:
        mine = group[at : at + len(part[0])]
        for values in part[2:]:
            scores[column] = np.bincount(mine, values, len(keys))
            column += 1
        at += len(part[0])
    age, times = np.full(len(keys), 99.0), np.zeros(len(keys))
    age[group[at:]], times[group[at:]] = clicks.age, clicks.times
    if not again:
        kept = ~np.isin(keys, clicks.seen)
        row, item, scores, age, times = row[kept], item[kept], scores[:, kept], age[kept], times[kept]
    return _best(sources, clicks, Pool(row, item, scores, age, times, age, edges(row, clicks.count)), most)


def _best(sources: Sources, clicks: Clicks, every: Pool, most: int) -> Pool:
    blend = np.asarray(WEIGHTS) @ shares_of_most(
        np.maximum(every.scores[SPEAK], 0.0), every.row, every.begins
    )
    # Every visit is most alike to itself: how far its own goods come again is known better from all visits.
    own = every.own_times > 0
    blend[own] = sources.again_rate * (blend[own] + OWN_SHARE * OWN_FADING ** every.own_age[own])
    place = ranks(every.row, every.begins, share_of_most(blend, every.row, every.begins))
    kept = place < most
    row = every.row[kept]
    return Pool(
        row, every.item[kept], every.scores[:, kept], every.own_age[kept], every.own_times[kept], blend[kept],
        edges(row, clicks.count), place[kept],
    )  # fmt: skip


def _proposed(sources: Sources, clicks: Clicks) -> list[tuple[Any, ...]]:
    """(row, item, values …) of every source, in the order of SCORES; the visit's own goods last."""
    last, quick, slow = (clicks.age == 0) * 1.0, QUICK**clicks.age, SLOW**clicks.age
    fading = np.exp(-clicks.age / LINEAR_FADING)
    return [
        _along(sources.follow, clicks, last, quick, slow),
        _along(sources.near, clicks, last, quick, slow),
        _along(sources.walk, clicks, last, slow),
        _along(sources.linear, clicks, last, fading),
        alike.propose(sources, clicks),
        (clicks.row, clicks.item),
    ]


def _along(links: Links, clicks: Clicks, *weights: Any) -> tuple[Any, ...]:
    most = np.asarray(NEWEST)[np.minimum(clicks.age, len(NEWEST) - 1)]
    which, where = spread(links.starts, clicks.item, most)
    value = links.weights[where]
    return (
        clicks.row[which], links.ends[where].astype(np.int64), *(value * weight[which] for weight in weights)
    )  # fmt: skip
