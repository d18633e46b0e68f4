"""A plain model of rewards by good and place: what `dr` leans on where the log says little.

Each place has its mean; each good a multiple of it, drawn towards 1 as if it had already brought the mean of `PRIOR`
rewards. Judged are only decisions of readers the model has not seen (two halves: cross-fitting, Chernozhukov et al.
2018), so that the model cannot flatter itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regulars.ground.kit.later import np

PRIOR = 5.0


@dataclass(frozen=True, slots=True)
class Rewards:
    """Mean reward of each place, and each good's multiple of it."""

    places: Any
    goods: Any

    def at(self, good: Any, place: Any) -> Any:
        """Rewards of goods (indices) at places."""
        return self.places[place] * self.goods[good]


def fitted(good: Any, place: Any, reward: Any, counts: Any, *, goods: int, places: int) -> Rewards:
    """The model of shown places: arrays of one length; `counts` weighs them. Without a row all rewards are 0."""
    held = np.bincount(place, counts, minlength=places)
    total = float(held.sum())
    mean = float((counts * reward).sum()) / total if total else 0.0
    sums = np.bincount(place, counts * reward, minlength=places)
    by_place = (sums + PRIOR * mean) / (held + PRIOR)
    expected = np.bincount(good, counts * by_place[place], minlength=goods)
    brought = np.bincount(good, counts * reward, minlength=goods)
    some = reward > 0
    prior = PRIOR * float(reward[some].mean()) if some.any() else 1.0
    return Rewards(by_place, (brought + prior) / (expected + prior))


def halves(readers: Any) -> Any:
    """Which half each reader (index) belongs to: 0 or 1."""
    return readers % 2
