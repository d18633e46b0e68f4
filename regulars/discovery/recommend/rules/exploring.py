"""Places kept for goods about which too little is known, given out by lot with known chances.

A share of the places goes to goods of small and new stores and to new goods. Who gets one is drawn by systematic
sampling (Madow 1949), so that the chance of each is exactly its weight times the number of places: this is what the
evaluation of other ways of choosing needs. The weight is the upper confidence bound of the click rate.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from regulars.ground.kit.later import np

SHARE = 0.1
FIRST = 3
PULL = 20.0


@dataclass(frozen=True, slots=True)
class Lot:
    """Who was drawn (position in the pool), for which place, and the chance it had for it."""

    chosen: int
    place: int
    propensity: float


def seats(size: int, share: float = SHARE) -> int:
    """How many of `size` places are explored: none on short lists."""
    return round(size * share) if size > FIRST else 0


def hopes(shown: Any, clicked: Any, rate: float) -> Any:
    """How good each could turn out: the click rate, shrunk to the market's `rate`, and what is not known of it."""
    trials = shown + PULL
    mean = (clicked + PULL * rate) / trials
    return mean + np.sqrt(np.maximum(mean * (1 - mean), 1e-6) / trials)


def inclusion(weights: Any, count: int) -> Any:
    """The chance of each to be among `count` drawn, proportional to its weight and never above 1."""
    weights = np.maximum(np.asarray(weights, float), 1e-12)
    chance = np.zeros(len(weights))
    left, free = float(min(count, len(weights))), np.ones(len(weights), bool)
    while True:
        chance[free] = left * weights[free] / weights[free].sum()
        over = free & (chance > 1)
        if not over.any():
            return chance
        chance[over] = 1.0
        free &= ~over
        left = min(count, len(weights)) - float((~free).sum())


def drawn(weights: Any, size: int, seed: str, share: float = SHARE) -> list[Lot]:
    """Who of the pool gets which of `size` places: none of the first `FIRST`, each other equally likely."""
    count = min(seats(size, share), len(weights))
    if count <= 0:
        return []
    dice = random.Random(seed)
    chance = inclusion(weights, count)
    marks = dice.random() + np.arange(count)
    order = dice.sample(range(len(weights)), len(weights))
    upto = np.cumsum(chance[order])
    chosen = [order[min(int(at), len(order) - 1)] for at in np.searchsorted(upto, marks, side="right")]
    places = dice.sample(range(FIRST, size), count)
    each = 1 / (size - FIRST)
    return [Lot(one, place, float(chance[one]) * each) for one, place in zip(chosen, places, strict=True)]
