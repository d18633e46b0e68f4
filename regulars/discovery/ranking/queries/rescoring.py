"""Past decisions as another edition of the rulebook would have placed them: `regulars evaluate rulebook:7`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from regulars.discovery.decisions.hooks import UnknownPolicy, provider
from regulars.discovery.decisions.rules import Decision
from regulars.discovery.ranking.models import Edition
from regulars.discovery.ranking.queries.editions import book_of
from regulars.discovery.ranking.queries.shelter import sheltered_stores
from regulars.discovery.ranking.rules.rerunning import Traits, rerun
from regulars.goods.catalog.queries.documents import traits_of

NONE, LAST = -1, 10**6


@provider("rulebook")
def by_edition(number: str) -> Callable[[Decision], Sequence[float]]:
    """How an edition places: a number per option, the first place the highest. Raises UnknownPolicy."""
    row = Edition.objects.filter(number=number).first() if number.isdecimal() and len(number) < 9 else None
    if row is None:
        raise UnknownPolicy(f"rulebook:{number}")
    book, shelter = book_of(row), sheltered_stores()
    known: dict[str, Traits] = {}

    def scores(decision: Decision) -> list[float]:
        missing = {one.product for one in decision.options} - known.keys()
        known.update({name: Traits(*found) for name, found in traits_of(missing).items()} if missing else {})
        placed = {one.candidate.key: one.place for one in rerun(decision, known, book, shelter)}
        keys = [known[one.product].key if one.product in known else NONE for one in decision.options]
        return [-float(placed.get(key, LAST)) for key in keys]

    return scores
