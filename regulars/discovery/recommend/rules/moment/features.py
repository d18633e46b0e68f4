"""What the trees are told of each proposal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from regulars.discovery.recommend.rules.moment import facts
from regulars.discovery.recommend.rules.moment.arrays import all_ranks, shares_of_most
from regulars.discovery.recommend.rules.moment.clicks import Clicks
from regulars.discovery.recommend.rules.moment.nouns import Sources
from regulars.discovery.recommend.rules.moment.pool import SCORES, SLOW, Pool
from regulars.ground.kit.later import np

COMPARED = (
    "follow.quick",
    "follow.slow",
    "near.quick",
    "near.slow",
    "walk.slow",
    "linear.sum",
    "knn",
    "knn.after",
)
RANKED = ("follow.slow", "near.slow", "linear.sum", "knn")
COMPARE, RANK = [SCORES.index(name) for name in COMPARED], [COMPARED.index(name) for name in RANKED]
UNRANKED = 500
FEATURES: tuple[str, ...] = (
    *SCORES,
    *(f"{name}.share" for name in COMPARED),
    *(f"{name}.rank" for name in RANKED),
    "blend", "blend.rank", "own.age", "own.count", "alike.last", "alike.visit",
    *facts.COLUMNS,
    "visit.length", "visit.kinds", "visit.last_count", "visit.last_clicks", "visit.last_returns", "visit.proposals",
    "visit.follow",
)  # fmt: skip


def features(sources: Sources, clicks: Clicks, pool: Pool) -> Any:
    """A row of FEATURES (float32) for every proposal of the pool."""
    made = np.empty((len(FEATURES), len(pool.row)), np.float32)
    if not len(pool.row):
        return np.empty((0, len(FEATURES)), np.float32)
    at = 0
    for lines in _lines(sources, clicks, pool):
        made[at : at + len(lines)] = lines
        at += len(lines)
    return np.ascontiguousarray(made.T)


def _lines(sources: Sources, clicks: Clicks, pool: Pool) -> Iterator[Any]:
    """The features in order, some lines of one value per proposal at a time."""
    yield pool.scores
    shares = shares_of_most(np.maximum(pool.scores[COMPARE], 0.0), pool.row, pool.begins)
    yield shares
    compared = shares[RANK]
    yield np.where(compared > 0, all_ranks(pool.row, pool.begins, compared), UNRANKED)
    yield (pool.blend, pool.place, pool.own_age, pool.own_times, *_likeness(sources, clicks, pool))
    yield sources.table[pool.item].T
    visit = np.stack([*_visit(sources, clicks, pool)])
    yield visit[:, pool.row]


def _likeness(sources: Sources, clicks: Clicks, pool: Pool) -> tuple[Any, Any]:
    """Cosine of the item's vector with the last click's, and with the visit's fading mean."""
    vectors = sources.vectors
    mean = np.zeros((clicks.count, vectors.shape[1]), np.float32)
    np.add.at(mean, clicks.row, vectors[clicks.item] * (SLOW**clicks.age)[:, None].astype(np.float32))
    mean /= np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
    mine = vectors[pool.item]
    if clicks.count == 1:
        return mine @ vectors[clicks.lasts[0]], mine @ mean[0]
    last = vectors[clicks.lasts[pool.row]]
    return np.einsum("ij,ij->i", mine, last), np.einsum("ij,ij->i", mine, mean[pool.row])


def _visit(sources: Sources, clicks: Clicks, pool: Pool) -> Iterator[Any]:
    """One value per row: clicks in the window, different items, clicks on the last one, and how known it is."""
    begins, some = clicks.begins, clicks.lasts >= 0
    heads = np.where(some, begins[:-1], 0)
    yield np.bincount(clicks.row, clicks.times, clicks.count)
    yield np.diff(begins)
    yield clicks.times[heads] * some
    yield sources.table[clicks.lasts, facts.COLUMNS.index("clicks")] * some
    yield sources.table[clicks.lasts, facts.COLUMNS.index("returns")] * some
    yield np.diff(pool.begins)
    follow = np.zeros(clicks.count)
    filled = np.flatnonzero(np.diff(pool.begins))
    if len(filled):
        follow[filled] = np.maximum.reduceat(
            pool.scores[SCORES.index("follow.quick")], pool.begins[:-1][filled]
        )
    yield follow
