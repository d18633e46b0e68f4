"""What is placed, and what is remembered of every place.

A page makes some two hundred of these. They are not frozen, as that makes each ten times as dear; nobody changes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Candidate:
    """Something that may be shown. `key` is the product's; `score` is at least 0, the sum of `parts`.

    `sheltered` marks goods of a small or new store, for which the rulebook keeps a share of the places; `source` names
    what proposed it.
    """

    key: int
    score: float
    store: int = 0
    brand: int | None = None
    leaf: int | None = None
    sheltered: bool = False
    source: str = ""
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Factor:
    """A published multiplier on the base score: which rule gave it, and how much."""

    rule: str
    times: float


@dataclass(slots=True)
class Placed:
    """A candidate in its place (from 0). `final` is base score x factors; `moved_by` names the rule that put it here.

    `moved_by` is "" where the score alone decided; `propensity` is the chance this candidate had for this place.
    `breaks` names the rules this place breaks, where no order keeps them all.
    """

    candidate: Candidate
    place: int
    final: float
    factors: tuple[Factor, ...] = ()
    moved_by: str = ""
    propensity: float = 1.0
    breaks: tuple[str, ...] = ()
