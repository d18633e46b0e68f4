"""Small worlds of sessions whose law is known."""

from __future__ import annotations

from typing import Any

import numpy as np

from regulars.discovery.recommend.rules.moment import Sessions, Settings

SMALL = Settings(trees=30, candidates=40, dims=8, near=20)


def chains(
    count: int, chains: int = 30, length: int = 6, noise: float = 0.25, seed: int = 1
) -> list[list[int]]:
    """Visits that walk along one of several chains of goods (each good has one true successor), now and then
    looking at a popular thing in between.
    """
    dice = np.random.default_rng(seed)
    found = []
    for _visit in range(count):
        chain, begin = int(dice.integers(chains)), int(dice.integers(length - 2))
        visit = []
        for step in range(begin, min(length, begin + 2 + int(dice.integers(4)))):
            visit.append(chain * length + step)
            if dice.random() < noise:
                visit.append(chains * length + int(dice.integers(5)))
        found.append(visit)
    return found


def goods_of(count: int = 30, length: int = 6) -> int:
    """How many goods a world of chains has."""
    return count * length + 5


def flat(sessions: Sessions) -> list[list[int]]:
    """Sessions as plain lists."""
    return [
        sessions.items[sessions.offsets[k] : sessions.offsets[k + 1]].tolist() for k in range(len(sessions))
    ]


def order(answer: tuple[Any, Any]) -> list[int]:
    """The items of an answer."""
    return [int(item) for item in answer[0]]
