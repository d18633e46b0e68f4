"""What to show next, for one visit or for many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regulars.discovery.recommend.rules.moment import facts
from regulars.discovery.recommend.rules.moment.clicks import Clicks
from regulars.discovery.recommend.rules.moment.features import FEATURES, features
from regulars.discovery.recommend.rules.moment.learning import scored as ranked_by
from regulars.discovery.recommend.rules.moment.nouns import Moment, Sessions
from regulars.discovery.recommend.rules.moment.pool import Pool, pool
from regulars.discovery.recommend.rules.moment.visit import Visit, proposals, told
from regulars.ground.kit.later import np

CHUNK = 512
SLIGHT = 1e-3


def candidates(moment: Moment, prefix: Sequence[int]) -> tuple[Any, Any]:
    """Proposals after these clicks (oldest first) and their features: (int32[m], float32[m, FEATURES])."""
    visit = Visit.of(prefix, moment.window, moment.goods)
    if not visit.ages:
        return np.zeros(0, np.int32), np.empty((0, len(FEATURES)), np.float32)
    found = proposals(moment.sources, visit, again=moment.again, most=moment.most)
    return found.item.astype(np.int32), told(moment.sources, visit, found)


def scored(moment: Moment, features: Any) -> Any:
    """Scores of proposals by their features, as `candidates` gives both; they compare within one visit only."""
    if not moment.learnt or not len(features):
        return features[:, FEATURES.index("blend")]
    return ranked_by(moment.trees, features)


def rank(
    moment: Moment, prefix: Sequence[int], size: int = 20, among: Sequence[int] | None = None
) -> tuple[Any, Any]:
    """The best `size` items after these clicks, and scores that compare within this answer: (int32[k], float32[k]).

    `among` limits the choice. Where the clicks say too little, what is popular now fills the places.
    """
    clicks, found = _found(moment, _one(prefix))
    score = _scores(moment, clicks, found)
    items, score = found.item, score
    if among is not None:
        kept = np.isin(items, np.asarray(among))
        items, score = items[kept], score[kept]
    order = np.argsort(-score, kind="stable")[:size]
    return _filled(moment, items[order], score[order], prefix, size, among)


def rank_many(moment: Moment, prefixes: Sessions, size: int = 20) -> tuple[Any, Any]:
    """The best for many visits at once: (int32[visits, size] with -1 where there is none, float32 scores)."""
    parts = [_ranked(moment, prefixes, begin, size) for begin in range(0, len(prefixes), CHUNK)]
    if not parts:
        return np.zeros((0, size), np.int32), np.zeros((0, size), np.float32)
    items, scores = (np.concatenate(part) for part in zip(*parts, strict=True))
    return items, scores


def _one(prefix: Sequence[int]) -> Sessions:
    items = np.asarray(prefix, np.int64)
    return Sessions(items, np.array([0, len(items)]))


def _found(moment: Moment, prefixes: Sessions) -> tuple[Clicks, Pool]:
    clicks = Clicks.of(prefixes, moment.window, moment.goods)
    return clicks, pool(moment.sources, clicks, again=moment.again, most=moment.most)


def _scores(moment: Moment, clicks: Clicks, found: Pool) -> Any:
    if not moment.learnt or not len(found.item):
        return found.blend
    return ranked_by(moment.trees, features(moment.sources, clicks, found))


def _ranked(moment: Moment, prefixes: Sessions, begin: int, size: int) -> tuple[Any, Any]:
    rows = np.arange(begin, min(begin + CHUNK, len(prefixes)))
    chunk = prefixes.chosen(rows)
    clicks, found = _found(moment, chunk)
    score = _scores(moment, clicks, found)
    order = np.lexsort((-score, found.row))
    items, scores = np.full((len(rows), size), -1, np.int32), np.zeros((len(rows), size), np.float32)
    for row in range(len(rows)):
        mine = order[found.begins[row] : found.begins[row + 1]][:size]
        prefix = chunk.items[chunk.offsets[row] : chunk.offsets[row + 1]]
        best, worth = _filled(moment, found.item[mine], score[mine], prefix, size, None)
        items[row, : len(best)], scores[row, : len(best)] = best, worth
    return items, scores


def _filled(
    moment: Moment, items: Any, scores: Any, prefix: Any, size: int, among: Sequence[int] | None
) -> tuple[Any, Any]:
    """The ranked items, and behind them what is popular now."""
    if len(items) < size:
        popular = moment.sources.popular if among is None else _by_recent(moment, among)
        barred = items if moment.again else np.concatenate([items, np.asarray(prefix, np.int64)])
        more = popular[~np.isin(popular, barred)][: size - len(items)]
        least = float(scores.min(initial=0.0))
        items = np.concatenate([items, more])
        scores = np.concatenate([scores, least - SLIGHT * np.arange(1, len(more) + 1)])
    return items.astype(np.int32), scores.astype(np.float32)


def _by_recent(moment: Moment, among: Sequence[int]) -> Any:
    """Of these, the known ones, the most popular now first."""
    items = np.unique(np.asarray(among, np.int64))
    items = items[(items >= 0) & (items < moment.goods)]
    return items[np.argsort(-moment.sources.table[items, facts.COLUMNS.index("recent")], kind="stable")]
