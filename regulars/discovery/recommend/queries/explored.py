"""Places given by lot to goods of small and new stores and to new goods, and the chance each thing had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import comb

from regulars.discovery.ranking.rules import Candidate, Placed
from regulars.discovery.recommend.queries.arrivals import arrivals
from regulars.discovery.recommend.queries.candidates import Ask
from regulars.discovery.recommend.queries.goods import Good
from regulars.discovery.recommend.queries.place import Model
from regulars.discovery.recommend.rules.exploring import FIRST, Lot, drawn, hopes
from regulars.ground.kit.later import np

POOL = 100
EXPLORE = "exploration"
# Above the candidate whose place was drawn, by as little as makes the order certain.
ABOVE = 1 + 1e-6


def explores(ask: Ask) -> bool:
    """Whether some of the places are given by lot: on lists of the whole market or of a category."""
    return ask.among is None and ask.near is None and ask.store is None


def with_lots(
    model: Model, best: list[Candidate], ask: Ask, seen: Sequence[int], seed: str
) -> tuple[list[Candidate], dict[int, float]]:
    """The candidates with those drawn lifted to their places, and the propensity of each drawn one by key."""
    first = {one.key for one in best[: ask.size]}
    pool = _pool(model, ask, first | set(seen))
    lots = drawn(_hopes(model, pool), min(ask.size, len(best)), seed) if pool else []
    chosen = {pool[lot.chosen].key: lot for lot in lots}
    rest = [one for one in best if one.key not in chosen]
    lifted = [
        _lifted(pool[lot.chosen], best, rest, lot.place - number)
        for number, lot in enumerate(sorted(lots, key=lambda lot: lot.place))
        if lot.place - number < len(rest)
    ]
    made = sorted([*rest, *lifted], key=lambda one: (-one.score, one.key))
    return made, {key: lot.propensity for key, lot in chosen.items()}


def _pool(model: Model, ask: Ask, without: set[int]) -> list[Candidate]:
    shelf = model.shelf
    items = shelf.newcomers
    if ask.categories:
        items = items[np.isin(shelf.leaf[items], list(ask.categories))]
    known = [
        Candidate(
            int(shelf.keys[item]), 0.0, int(shelf.store[item]), int(shelf.brand[item]) or None,
            int(shelf.leaf[item]), True, EXPLORE,
        )
        for item in items[: POOL + len(without)].tolist()
        if int(shelf.keys[item]) not in without
    ]  # fmt: skip
    fresh = [_of(one) for one in arrivals(model).goods if one.key not in without and _in(one, ask)]
    return [*fresh[: POOL // 2], *known][:POOL]


def _of(good: Good) -> Candidate:
    return Candidate(good.key, 0.0, good.store, good.brand, good.leaf, False, EXPLORE)


def _in(good: Good, ask: Ask) -> bool:
    return not ask.categories or good.leaf in ask.categories


def _hopes(model: Model, pool: Sequence[Candidate]) -> list[float]:
    shelf = model.shelf
    at = shelf.places([one.key for one in pool])
    shown = np.where(at >= 0, shelf.shown[np.maximum(at, 0)], 0)
    clicked = np.where(at >= 0, shelf.clicked[np.maximum(at, 0)], 0)
    rate = float(shelf.clicked.sum() + 1) / float(shelf.shown.sum() + 20)
    found: list[float] = hopes(shown, np.minimum(clicked, shown), min(rate, 0.5)).tolist()
    return found


def _lifted(one: Candidate, best: Sequence[Candidate], rest: Sequence[Candidate], rank: int) -> Candidate:
    """The drawn one with what it is worth by itself, and a lift to the score of the place it drew."""
    own = next((each.parts for each in best if each.key == one.key), {})
    goal = max(rest[rank].score * ABOVE, sum(own.values()))
    parts = {**own, EXPLORE: goal - sum(own.values())}
    return replace(one, score=sum(parts.values()), parts=parts)


def propensities(placed: Sequence[Placed], drawn: Mapping[int, float], size: int) -> list[float]:
    """The chance each had to stand where it stands: of the drawn their own, of the others by the lots around them.

    With m of L places drawn evenly, something that has k drawn ones before it at place p would stand there with chance
    C(p', k) C(L - 1 - p', m - k) / C(L, m), p' being the number of drawable places before p. Where the rulebook moved
    drawn ones so that no lots could have led here, the chance that this place was not given by lot, (L - m) / L, is said.
    """
    here = {one.candidate.key for one in placed} & drawn.keys()
    m, free = len(here), max(0, min(size, len(placed)) - FIRST)
    found, before = [], 0
    for one in placed:
        key, upto = one.candidate.key, one.place - FIRST
        if key in here:
            found.append(drawn[key])
            before += 1
        elif upto < 0 or not m or free <= m:
            found.append(1.0)
        else:
            ways = comb(upto, before) * comb(max(0, free - 1 - upto), m - before)
            found.append(ways / comb(free, m) if ways else (free - m) / free)
    return found


__all__ = ["EXPLORE", "Lot", "explores", "propensities", "with_lots"]
