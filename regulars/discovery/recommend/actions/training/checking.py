"""How good a model would have been: learnt from the time before a cut, asked about the time after it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from regulars.discovery.recommend.actions.training import learning
from regulars.discovery.recommend.actions.training.material import Material, Steps
from regulars.discovery.recommend.rules import moment
from regulars.ground.kit.later import np

HELD = 0.1
FEWEST, MOST_VISITS, MOST_LOOKS = 20, 2_000, 200_000
PLACES = 20


def figures(material: Material, telling: learning.Telling, foreign: bytes = b"") -> dict[str, float]:
    """Share of next looks found among 20 proposals: the moment's, and mere popularity's; the mean inverse place.

    The last tenth of the visits is held out; of each its last look is asked for, by the looks before it. With fewer than
    20 visits nothing can be said. A `foreign` ranker is asked instead of the trees.
    """
    steps = material.steps.only(~material.steps.bought)
    steps = steps.only(slice(max(0, len(steps.visit) - MOST_LOOKS), None))
    names = np.unique(steps.visit)
    if len(names) < FEWEST:
        return {"held_visits": 0.0}
    cut = names[int(len(names) * (1 - HELD))]
    before, held = steps.only(steps.visit < cut), steps.only(steps.visit >= cut)
    prefixes, wanted = _asked(held)
    learnt = replace(learning.walked(material, before, telling), foreign=foreign)
    found, _scores = moment.rank_many(learnt, moment.Sessions.of(prefixes), PLACES)
    popular = np.argsort(-np.bincount(before.item, minlength=len(material.goods)), kind="stable")[:PLACES]
    hit = found == np.asarray(wanted).reshape(-1, 1) if wanted else np.zeros((0, PLACES), bool)
    return {
        "held_visits": float(len(wanted)),
        "moment_recall_20": _mean(hit.any(axis=1)),
        "moment_mrr_20": _mean((hit / np.arange(1, hit.shape[1] + 1)).sum(axis=1)),
        "popular_recall_20": _mean(np.isin(wanted, popular)),
    }


def _asked(held: Steps) -> tuple[list[list[int]], list[int]]:
    """The looks before the last one, oldest first, and the last, of visits with two looks or more."""
    prefixes, wanted = [], []
    begins = np.flatnonzero(np.r_[True, held.visit[1:] != held.visit[:-1]])
    for items in np.split(held.item, begins[1:])[:MOST_VISITS]:
        if len(items) > 1:
            prefixes.append(items[:-1].tolist())
            wanted.append(int(items[-1]))
    return prefixes, wanted


def _mean(values: Any) -> float:
    return round(float(np.mean(values)), 4) if len(values) else 0.0
