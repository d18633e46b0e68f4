"""Rulebooks as ways of choosing: `regulars evaluate rulebook:<version>` judges one by the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from regulars.discovery.decisions.hooks import UnknownPolicy, provider
from regulars.discovery.decisions.rules import Decision
from regulars.discovery.ranking.queries.editions import book_of, numbered
from regulars.discovery.ranking.queries.shelter import sheltered_stores
from regulars.discovery.ranking.queries.traffic import traits
from regulars.discovery.ranking.rules.rerunning import rerun


@provider("rulebook")
def rescored(version: str) -> Callable[[Decision], Sequence[float]]:
    """Scores that order a decision's options as this version would have placed them. Raises UnknownPolicy."""
    row = numbered(version)
    if row is None:
        raise UnknownPolicy(f"rulebook:{version}")
    book, shelter = book_of(row), sheltered_stores()

    def scores(decision: Decision) -> list[float]:
        known = traits([decision])
        placed = {one.candidate.key: one.place for one in rerun(decision, known, book, shelter)}
        least = min((one.score for one in decision.options), default=0.0)
        top = max((one.score for one in decision.options), default=0.0) - least + 1.0
        return [
            top + len(placed) - placed[known[one.product].key]
            if one.product in known and known[one.product].key in placed
            else one.score - least
            for one in decision.options
        ]

    return scores
