"""Numbers that shape how taste is learnt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Array = Any
Matrix = Any
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class TasteSettings:
    """How taste is learnt; the letters are those of `solving.py`.

    `neighbours` is K; `ridge` and `ridge_power` are lambda and p; `person_power` is u, how much less each thing counts
    of a person who has many; `neighbour_power` is c, how much less popular items are taken for near ones;
    `target_power` is t, how much popular items are held back in the result; `walk` is the share of a random walk
    (RP3beta) mixed in, and `block_mb` bounds the memory of co-counts held at a time, in MB.
    """

    neighbours: int = 200
    ridge: float = 20.0
    ridge_power: float = 0.4
    person_power: float = 0.25
    neighbour_power: float = 0.4
    target_power: float = 0.0
    walk: float = 0.0
    block_mb: int = 96
