"""Candidates into places under the rulebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from heapq import heappop, heappush
from random import Random

from regulars.discovery.ranking.rules.careful import Budget, Search
from regulars.discovery.ranking.rules.lanes import quick
from regulars.discovery.ranking.rules.likeness import Likeness, Vector
from regulars.discovery.ranking.rules.limits import RULES, Limits, Sheet, groups_of, limits, sheltered_among
from regulars.discovery.ranking.rules.nouns import Candidate, Placed
from regulars.discovery.ranking.rules.rulebook import Rulebook
from regulars.discovery.ranking.rules.telling import broken, passed_over
from regulars.discovery.ranking.rules.weighing import factors, finals, ranked

STEPS, ROUNDS, TRIES = 160, 80, 200
FEW, ALL_OF_FEW = 8, 20_000
REMEMBERED, LOOKS = 1_000, 200_000
# How long is searched for the least that must give: in all, and (times the places) for one set of limits.
LOOSE, LOOSE_EACH = 400, 3
Moved = Mapping[int, str]


def place(
    candidates: Sequence[Candidate],
    rulebook: Rulebook,
    size: int,
    seed: str = "",
    *,
    spot: str = "",
    at: datetime | None = None,
    shelter: AbstractSet[int] = frozenset(),
    vectors: Mapping[int, Vector] | None = None,
) -> list[Placed]:
    """At most `size` of the candidates in their places; the same seed and candidates give the same places.

    The best score stands first unless a window, a cap, the floor or a pin says otherwise; no rule is broken while an
    order exists that keeps them all. Where none exists, the rules give by as little as possible and the places that
    break one name it. `shelter` holds keys of small and new stores, `vectors` are by product: equals are told apart
    by them. `at` is the moment for pins.
    """
    scores = finals(candidates, rulebook)
    best_first = ranked(candidates, scores, seed)
    ordered = [candidates[index] for index in best_first]
    size = min(size, len(ordered))
    if size <= 0:
        return []
    sheltered = sheltered_among(ordered, shelter)
    pinned = _pinned(ordered, rulebook, spot, at, size)
    sheet = Sheet(ordered, size, pinned, sheltered, [scores[index] for index in best_first])
    limit = limits(rulebook, spot, size, len(sheltered))
    alike = Likeness(vectors, rulebook.variety, rulebook.tie) if vectors else None
    order, moved, loosened = arranged(sheet, limit, alike)
    breaks = broken(sheet, limit, order) if loosened else {}
    places_of_pins = set(pinned)
    return [
        Placed(
            candidate=ordered[rank],
            place=number,
            final=sheet.scores[rank],
            factors=factors(ordered[rank], rulebook),
            moved_by="pin" if number in places_of_pins else moved.get(rank, ""),
            breaks=breaks.get(number, ()),
        )
        for number, rank in enumerate(order)
    ]


def _pinned(
    ordered: Sequence[Candidate], rulebook: Rulebook, spot: str, at: datetime | None, size: int
) -> dict[int, int]:
    """Rank by place of the pins that hold here."""
    pins = [one for one in rulebook.pins if one.holds(spot, at) and one.place < size]
    if not pins:
        return {}
    ranks = {one.key: rank for rank, one in enumerate(ordered)}
    found: dict[int, int] = {}
    for one in pins:
        if one.product in ranks and ranks[one.product] not in found.values():
            found.setdefault(one.place, ranks[one.product])
    return found


def arranged(sheet: Sheet, limit: Limits, alike: Likeness | None) -> tuple[list[int], Moved, bool]:
    """Ranks in their places, the rules that moved them, and whether a rule had to give."""
    found = quick(sheet, limit, alike)
    if found is not None:
        return *found, False
    key = _alike(sheet, limit)
    known = _gave.get(key)
    # Nobody searches in vain twice: whoever asks for the same again pays little.
    order = _again(sheet, limit, known) if known is not None else None
    if known is not None and order is not None:
        return order, passed_over(sheet, known, order), True
    budget = Budget(_steps(sheet))
    order = _searched(sheet, limit, budget)
    if order is not None:
        return order, passed_over(sheet, limit, order), False
    limit, order = _loosened(sheet, limit, budget, key)
    return order, passed_over(sheet, limit, order), True


def _steps(sheet: Sheet) -> int:
    """Every order of a short list; else as many steps as cost no more for many candidates than for few."""
    if sheet.size <= FEW:
        return ALL_OF_FEW
    return max(4 * sheet.size, min(STEPS * sheet.size, LOOKS // len(sheet.ranked)))


def _searched(sheet: Sheet, limit: Limits, budget: Budget) -> list[int] | None:
    """By score first; from corners too deep for that, several times by what presses most."""
    for number in range(ROUNDS):
        part = Budget(min(2 * sheet.size, budget.left))
        search = Search(sheet, limit, part, Random(number) if number else None)
        order = search.run()
        budget.left -= min(2 * sheet.size, budget.left) - max(part.left, 0)
        if order is not None or part.left >= 0 or budget.left <= 0:
            return order
    return Search(sheet, limit, budget, Random(ROUNDS)).run()


def _alike(sheet: Sheet, limit: Limits) -> object:
    """The same for lists of which the rules can ask no more of one than of the other."""
    protected = set(sheet.sheltered)
    kinds = [(*groups_of(one), rank in protected) for rank, one in enumerate(sheet.ranked)]
    pins = frozenset((place, kinds[rank]) for place, rank in sheet.pinned.items())
    return limit, sheet.size, frozenset(Counter(kinds).items()), pins


def _loosened(sheet: Sheet, limit: Limits, budget: Budget, key: object) -> tuple[Limits, list[int]]:
    """The limits that give least in all, one by one, and an order that keeps them.

    What had to give for candidates of these kinds is remembered: pages of a small market ask again and again.
    """
    least = budget if sheet.size <= FEW else Budget(min(budget.left, LOOSE))
    wider, order = _first_that_holds(sheet, limit, least)
    if len(_gave) >= REMEMBERED:
        _gave.clear()
    _gave[key] = wider
    # In the order that it has when it is asked for again.
    return wider, _again(sheet, limit, wider) or order


def _again(sheet: Sheet, limit: Limits, wider: Limits) -> list[int] | None:
    """An order under limits that gave way before; by score alone where nothing helped."""
    return list(_plain(sheet)) if wider == limit else _under(sheet, wider, Budget(4 * sheet.size))


_gave: dict[object, Limits] = {}


def _under(sheet: Sheet, limit: Limits, budget: Budget) -> list[int] | None:
    found = quick(sheet, limit)
    if found:
        return found[0]
    each = budget.left if sheet.size <= FEW else min(budget.left, LOOSE_EACH * sheet.size)
    if each <= 0:
        return None
    part = Budget(each)
    order = _searched(sheet, limit, part)
    budget.left -= each - max(part.left, 0)
    return order


def _first_that_holds(sheet: Sheet, limit: Limits, budget: Budget) -> tuple[Limits, list[int]]:
    start = _least(sheet, limit)
    waiting, seen = [(sum(start), start)], {start}
    for _attempt in range(TRIES):
        _, step = heappop(waiting)
        wider = limit.wider(step)
        if any(step):
            order = _under(sheet, wider, budget)
            if order is not None:
                return wider, order
        for which in range(len(RULES)):
            more = (*step[:which], step[which] + 1, *step[which + 1 :])
            if more not in seen:
                seen.add(more)
                heappush(waiting, (sum(more), more))
    return limit, list(_plain(sheet))


def _least(sheet: Sheet, limit: Limits) -> tuple[int, ...]:
    """By how much each rule must give when it is the only one: no order can do with less."""
    steps = []
    for which in range(len(RULES)):
        alone = _only(limit, which, sheet.size)
        step = 0
        while step < sheet.size and not Search(sheet, alone.wider(_one(which, step)), Budget(0)).possible():
            step += 1
        steps.append(step)
    return tuple(steps)


def _only(limit: Limits, which: int, size: int) -> Limits:
    keep = [which == number for number in range(len(RULES))]
    return Limits(
        limit.width,
        limit.store if keep[0] else 0,
        limit.brand if keep[1] else 0,
        limit.leaf if keep[2] else 0,
        limit.cap if keep[3] else size,
        limit.owed if keep[4] else 0,
    )


def _one(which: int, step: int) -> tuple[int, ...]:
    return tuple(step if number == which else 0 for number in range(len(RULES)))


def _plain(sheet: Sheet) -> list[int]:
    """Pins in their places, the rest by score."""
    pinned = set(sheet.pinned.values())
    rest = iter(rank for rank in range(len(sheet.ranked)) if rank not in pinned)
    return [sheet.pinned[number] if number in sheet.pinned else next(rest) for number in range(sheet.size)]
