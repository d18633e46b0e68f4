"""Places kept for goods about which too little is known, given out by lot with known chances.

A share of the places goes to goods of small and new stores and to new goods. The list is cut into stretches of equal
length; in each, one place is given by lot, at the same distance from its beginning in all of them (systematic sampling,
Madow 1949), so every place of a stretch is as likely as the next. Who of a stretch's own pool gets it is drawn by weight:
the upper confidence bound of the click rate. What the rules have put in order moves down to make room and keeps its
order. So the chance of each good for each place can be written down exactly: this is what the evaluation of other ways
of choosing needs.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from regulars.ground.kit.later import np

SHARE = 0.1
FIRST = 3
PULL = 20.0


def stretches(size: int, *, after: int = 0, apart: int = 1, share: float = SHARE) -> list[range]:
    """Where places are given by lot, one in each stretch: none of the first `FIRST`, nor before `after`.

    All are of one length, of at least `apart` where there are several; on short lists there is none.
    """
    begin = max(FIRST, after)
    count = round(size * share) if size > FIRST else 0
    count = min(count, max(1, (size - begin) // max(apart, 1)))
    span = (size - begin) // count if count > 0 else 0
    return [range(begin + at * span, begin + (at + 1) * span) for at in range(count)] if span > 0 else []


def hopes(shown: Any, clicked: Any, rate: float) -> Any:
    """How good each could turn out: the click rate, shrunk to the market's `rate`, and what is not known of it."""
    trials = shown + PULL
    mean = (clicked + PULL * rate) / trials
    return mean + np.sqrt(np.maximum(mean * (1 - mean), 1e-6) / trials)


def lots(stretch: Sequence[range], weights: Sequence[Sequence[float]], seed: str) -> list[tuple[int, int]]:
    """For each stretch the place, and who of its pool (by weight) gets it."""
    if not stretch:
        return []
    dice = random.Random(seed)
    step = dice.randrange(len(stretch[0]))
    return [
        (one.start + step, dice.choices(range(len(pool)), pool)[0])
        for one, pool in zip(stretch, weights, strict=True)
    ]


def chance_of_lot(stretch: range, weights: Sequence[float], chosen: int) -> float:
    """The chance of one of a stretch's pool for a place of it."""
    return weights[chosen] / sum(weights) / len(stretch)


@lru_cache(maxsize=2_000)
def ways_down(stretch: tuple[range, ...], place: int) -> Mapping[int, float]:
    """By how many places what stands at `place` may have moved down, and the chance of each."""
    over = sum(one.stop <= place for one in stretch)
    inside = next((one for one in stretch if one.start <= place < one.stop), None)
    if inside is None:
        return {over: 1.0}
    before = place - inside.start
    return {over: (len(inside) - 1 - before) / len(inside), over + 1: before / len(inside)}
