"""What may be put into a list that is in order already, so that the list goes on keeping the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from regulars.discovery.ranking.rules.limits import Limits, groups_of
from regulars.discovery.ranking.rules.nouns import Candidate

EVERYWHERE = -1


class Gaps:
    """A list in order, and the limits it keeps. What stands behind an insertion moves down by one place.

    For every store, brand and leaf that stands often enough, the places before which no more of it may be put are
    bits of a whole number.
    """

    def __init__(self, ordered: Sequence[Candidate], limit: Limits) -> None:
        stands: tuple[dict[int, list[int]], ...] = tuple(defaultdict(list) for _ in range(3))
        for place, one in enumerate(ordered):
            for places, value in zip(stands, groups_of(one), strict=True):
                if value is not None:
                    places[value].append(place)
        capped = limit.cap < len(ordered)
        self._stores, self._brands, self._leaves = (
            {
                value: _closed(places, most, limit.width)
                for value, places in each.items()
                if most and len(places) >= most
            }
            for each, most in zip(stands, limit.groups, strict=True)
        )
        if capped:
            self._stores |= {value: EVERYWHERE for value, at in stands[0].items() if len(at) >= limit.cap}

    def fits(self, one: Candidate, gaps: range) -> bool:
        """Whether it may be put before any of these places without that a window or the cap is broken by it."""
        closed = self._stores.get(one.store, 0) | self._leaves.get(one.leaf, 0)  # type: ignore[arg-type]
        closed |= self._brands.get(one.brand, 0)  # type: ignore[arg-type]
        return not closed & ((1 << gaps.stop) - (1 << gaps.start))


def _closed(places: Sequence[int], most: int, width: int) -> int:
    """Where one more would be one too many: any `most` + 1 that follow each other must reach over `width` places."""
    closed = 0
    for first, last in zip(places, places[most - 1 :], strict=False):
        if last + 1 - first < width:
            closed |= (1 << first + width) - (1 << max(0, last + 2 - width))
    return closed


def idle(candidates: Sequence[Candidate], limit: Limits, size: int) -> bool:
    """Whether the limits leave every order of these candidates, of whom `size` are shown, as it is."""
    if limit.owed > 0:
        return False
    for which, most in enumerate(limit.groups):
        counts: dict[int, int] = defaultdict(int)
        for one in candidates:
            value = groups_of(one)[which]
            if value is not None:
                counts[value] += 1
        greatest = max(counts.values(), default=0)
        if (most and greatest > most) or (not which and limit.cap < min(size, greatest)):
            return False
    return True
