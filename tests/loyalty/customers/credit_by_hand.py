"""The removal effect without any algebra: chances are walked step by step until nobody is left on the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from regulars.loyalty.customers.rules.credit import Path

START, ORDER, NOTHING = "(start)", "(order)", "(nothing)"
LEFT = 1e-13


def effect(paths: Sequence[Path], gone: str) -> float:
    """The share of orders missing when every step into a channel leads to nothing."""
    whole = chance(paths)
    return 1 - chance(paths, gone) / whole if whole else 0.0


def chance(paths: Sequence[Path], gone: str = "") -> float:
    """The chance that somebody who starts will order."""
    ways = _ways(paths)
    here, done = {START: 1.0}, 0.0
    while sum(here.values()) > LEFT:
        there: defaultdict[str, float] = defaultdict(float)
        for place, mass in here.items():
            every = sum(ways[place].values())
            for following, times in ways[place].items():
                if following == ORDER:
                    done += mass * times / every
                elif following not in (NOTHING, gone):
                    there[following] += mass * times / every
        here = there
    return done


def _ways(paths: Sequence[Path]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for path in paths:
        stops = [START, *(touch.channel for touch in path.touches), ORDER if path.order else NOTHING]
        for here, there in pairwise(stops):
            found[here][there] += 1
    return found
