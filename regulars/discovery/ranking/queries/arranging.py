"""One list put in order by the rulebook that is in force at a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regulars.discovery.ranking.queries.editions import current
from regulars.discovery.ranking.queries.pins import pinned_candidate
from regulars.discovery.ranking.queries.shelter import sheltered_stores
from regulars.discovery.ranking.rules import Candidate, Placed, Rulebook, place
from regulars.ground.kit import clock


@dataclass(frozen=True, slots=True)
class Arranged:
    """The places in order, and the version of the rulebook that made them ("" when none was in force)."""

    placed: tuple[Placed, ...]
    rulebook: str = ""


def arrange(
    candidates: Sequence[Candidate],
    *,
    spot: str,
    size: int,
    seed: str = "",
    vectors: Mapping[int, Sequence[float]] | None = None,
    book: Rulebook | None = None,
) -> Arranged:
    """At most `size` of the candidates for the spot (such as `home.for-you`), best first.

    `seed` names the decision: the same seed and candidates give the same places. `vectors` (by product key) tell
    equals apart. `book` tries other rules than those in force.
    """
    rules = book or current()
    everybody = (
        [*candidates, *_pinned(rules, spot, {one.key for one in candidates})] if rules.pins else candidates
    )
    placed = place(
        everybody, rules, size, seed, spot=spot, at=clock.now(), shelter=sheltered_stores(), vectors=vectors
    )
    return Arranged(tuple(placed), rules.version)


def _pinned(rules: Rulebook, spot: str, known: set[int]) -> list[Candidate]:
    """Pinned goods that nobody proposed."""
    now = clock.now()
    found = []
    for one in rules.pins:
        if one.product not in known and one.holds(spot, now):
            candidate = pinned_candidate(one.product)
            found += [candidate] if candidate else []
    return found
