"""How far an order is from the rules of placing: the measure that tests hold the product to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from regulars.discovery.ranking.rules.limits import Limits, groups_of
from regulars.discovery.ranking.rules.nouns import Candidate


def excess(
    order: Sequence[Candidate], limit: Limits, sheltered: Collection[int], pinned: Collection[int] = ()
) -> tuple[int, int, int, int, int]:
    """By how much each rule would have to give for this order to keep it, in the order of RULES; zeros when it keeps all.

    `sheltered` are keys of products, `pinned` places. Pins count, but a window or a store that only pins overfill is
    as the operator wanted it.
    """
    found = [_over(order, which, limit, pinned) for which in range(3)]
    given = sum(one.key in sheltered for one in order)
    return found[0], found[1], found[2], _over_cap(order, limit, pinned), max(0, limit.owed - given)


def _over(order: Sequence[Candidate], which: int, limit: Limits, pinned: Collection[int]) -> int:
    most, places = limit.groups[which], defaultdict(list)
    if not most:
        return 0
    for place, one in enumerate(order):
        if (value := groups_of(one)[which]) is not None:
            places[value].append(place)
    return max((_crowd(at, limit.width, most, pinned) for at in places.values()), default=0)


def _crowd(places: Sequence[int], width: int, most: int, pinned: Collection[int]) -> int:
    worst = 0
    for first in range(len(places)):
        last = first
        while last < len(places) and places[last] - places[first] < width:
            last += 1
        if not all(place in pinned for place in places[first:last]):
            worst = max(worst, last - first - most)
    return worst


def _over_cap(order: Sequence[Candidate], limit: Limits, pinned: Collection[int]) -> int:
    placed = Counter(one.store for one in order if one.store)
    free = {one.store for place, one in enumerate(order) if place not in pinned}
    return max([0, *(many - limit.cap for store, many in placed.items() if store in free)])
