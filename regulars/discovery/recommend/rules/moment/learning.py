"""The second stage: trees that learn how far to believe each source."""

from __future__ import annotations

from typing import Any

from regulars.discovery.recommend.rules.foreign import Graph, Trees
from regulars.discovery.recommend.rules.moment.clicks import Clicks
from regulars.discovery.recommend.rules.moment.features import FEATURES, features
from regulars.discovery.recommend.rules.moment.labels import Lesson
from regulars.discovery.recommend.rules.moment.nouns import Settings, Sources
from regulars.discovery.recommend.rules.moment.pool import pool
from regulars.ground.kit.later import Later, np

lightgbm: Any = Later("lightgbm")

CHUNK = 512
JUDGED, PATIENCE = 0.12, 25


def learnt(sources: Sources, lesson: Lesson, settings: Settings) -> str:
    """The text of a lambdarank model; "" when too few targets are among the proposals to learn from.

    The last JUDGED of the examples say when more trees no longer help.
    """
    rows, hits, groups = examples(sources, lesson, settings)
    if len(groups) < settings.least_labels:
        return ""
    split = max(1, int(len(groups) * (1 - JUDGED)))
    edge = int(groups[:split].sum())
    earlier, later = parted(rows, edge)
    chosen = PARAMETERS | {
        "num_leaves": settings.leaves,
        "learning_rate": settings.rate,
        "seed": settings.seed,
    }
    names = list(FEATURES)
    data = lightgbm.Dataset(earlier, hits[:edge], group=groups[:split], feature_name=names, params=chosen)
    judge = lightgbm.Dataset(later, hits[edge:], group=groups[split:], reference=data, params=chosen)
    # What was told is half a gigabyte, and counted into bins by now.
    data.construct(), judge.construct()
    del rows, earlier, later
    stop = lightgbm.early_stopping(PATIENCE, verbose=False)
    made = lightgbm.train(chosen, data, settings.trees, valid_sets=[judge], callbacks=[stop])
    text: str = made.model_to_string(num_iteration=made.best_iteration)
    return text


PARAMETERS = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 30,
    "metric": "ndcg",
    "eval_at": [20],
    "min_data_in_leaf": 50,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    "max_bin": 127,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}


def examples(sources: Sources, lesson: Lesson, settings: Settings) -> tuple[list[Any], Any, Any]:
    """(features in blocks, whether it was the click, proposals per prefix) of the prefixes whose target was proposed.

    All proposals are told: trees that saw only some of the unlikely ones do not learn to leave them behind.
    """
    parts = [_part(sources, lesson, settings, begin) for begin in range(0, len(lesson.prefixes), CHUNK)]
    if not parts:
        return [], np.zeros(0), np.zeros(0)
    rows, hits, groups = zip(*parts, strict=True)
    return list(rows), np.concatenate(hits), np.concatenate(groups)


def parted(blocks: list[Any], edge: int) -> tuple[list[Any], list[Any]]:
    """Blocks of rows before and from a row on; nothing is copied, as there may be half a gigabyte."""
    before, after, at = list[Any](), list[Any](), 0
    for block in blocks:
        cut = min(max(edge - at, 0), len(block))
        before += [block[:cut]] if cut else []
        after += [block[cut:]] if cut < len(block) else []
        at += len(block)
    return before, after


def _part(sources: Sources, lesson: Lesson, settings: Settings, begin: int) -> tuple[Any, Any, Any]:
    at = np.arange(begin, min(begin + CHUNK, len(lesson.prefixes)))
    clicks = Clicks.of(lesson.prefixes.chosen(at), settings.window, sources.goods)
    found = pool(sources, clicks, again=settings.again, most=settings.candidates)
    told = features(sources, clicks, found)
    hit = found.item == lesson.target[at][found.row]
    kept = (np.bincount(found.row, hit, len(at)) > 0)[found.row]
    groups = np.bincount(found.row[kept], minlength=len(at))
    return told[kept], hit[kept].astype(np.int8), groups[groups > 0]


def trees_of(text: str) -> Any:
    """The model of a text."""
    return lightgbm.Booster(model_str=text)


def scored(trees: Any, told: Any) -> Any:
    """The score of each row of features, by trees or by a foreign ranker; one thread."""
    if isinstance(trees, Trees | Graph):
        return trees.score(told)
    return trees.predict(told, num_threads=1)
