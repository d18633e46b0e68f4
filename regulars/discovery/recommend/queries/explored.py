"""Places given by lot to goods of small and new stores and to new goods, and the chance each thing had."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, islice

from regulars.discovery.ranking.queries import current, sheltered_stores
from regulars.discovery.ranking.rules import Candidate, Placed, Rulebook, factors, idle
from regulars.discovery.recommend.queries.candidates import Ask
from regulars.discovery.recommend.queries.place import Model
from regulars.discovery.recommend.queries.pools import pool_of
from regulars.discovery.recommend.rules.lots import EXPLORE, Page, Weighed, put_in

POOL = 100


def explores(ask: Ask) -> bool:
    """Whether some of the places are given by lot: on lists of the whole market or of a category."""
    return ask.among is None and ask.near is None and ask.store is None


def with_lots(
    model: Model,
    placed: Sequence[Placed],
    found: Sequence[Candidate],
    ask: Ask,
    without: Collection[int],
    seed: str,
    book: Rulebook | None = None,
) -> tuple[Placed, ...]:
    """The list as the rules made it out of `found`, with goods put in by lot, and the chance of each for its place."""
    pool = _pool(model, ask, {*without, *(one.candidate.key for one in placed)})
    return put_in(Page(placed, found, ask.size, ask.spot, book or current(), sheltered_stores()), pool, seed)


def even(found: Sequence[Candidate], placed: Sequence[Placed], spot: str, book: Rulebook | None) -> float:
    """The chance of each of `found`, drawn by lot, for each place; 0, which says unknown, where a rule may move some."""
    page = Page(placed, found, len(placed), spot, book or current(), sheltered_stores())
    moved = any(factors(one, page.rules) for one in found) or any(one.moved_by for one in placed)
    return 0.0 if moved or not idle(found, page.limit, len(placed)) else 1 / max(len(found), 1)


def _pool(model: Model, ask: Ask, without: AbstractSet[int]) -> Weighed:
    """Those that may be drawn for this page: new ones first, then the least shown."""
    every, leaves = pool_of(model), set(ask.categories)
    fresh, known = (
        (one for one in rows if one[0].key not in without and (not leaves or one[0].leaf in leaves))
        for rows in (every.fresh, every.known)
    )
    return list(islice(chain(islice(fresh, POOL // 2), known), POOL))


__all__ = ["EXPLORE", "even", "explores", "with_lots"]
