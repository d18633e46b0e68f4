"""One list put in order by the rulebook that is in force at a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regulars.discovery.ranking.rules import Candidate, Placed


@dataclass(frozen=True, slots=True)
class Arranged:
    """The places in order, and the version of the rulebook that made them ("" when none was in force)."""

    placed: tuple[Placed, ...]
    rulebook: str = ""


def arrange(candidates: Sequence[Candidate], *, spot: str, size: int, seed: str = "") -> Arranged:
    """At most `size` of the candidates for the spot (such as `home.for-you`), best first.

    `seed` names the decision: the same seed and candidates give the same places.
    """
    best = sorted(candidates, key=lambda one: (-one.score, one.key))[:size]
    return Arranged(tuple(Placed(one, place, one.score) for place, one in enumerate(best)))
