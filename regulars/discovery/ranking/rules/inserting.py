"""What may be put into a list that is in order already, so that the list goes on keeping the rules."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from regulars.discovery.ranking.rules.limits import Limits, groups_of
from regulars.discovery.ranking.rules.nouns import Candidate


class Gaps:
    """A list in order, and the limits it keeps. What stands behind an insertion moves down by one place."""

    def __init__(self, ordered: Sequence[Candidate], limit: Limits) -> None:
        self._limit = limit
        self._capped = limit.cap < len(ordered)
        self._stands: tuple[dict[int, list[int]], ...] = tuple(defaultdict(list) for _ in range(3))
        self._known: dict[tuple[int, int, range], bool] = {}
        for place, one in enumerate(ordered):
            for which, value in enumerate(groups_of(one)):
                if value is not None:
                    self._stands[which][value].append(place)

    def fits(self, one: Candidate, gaps: range) -> bool:
        """Whether it may be put before any of these places without that a window or the cap is broken by it."""
        for which, value in enumerate(groups_of(one)):
            if value is None or value not in self._stands[which]:
                continue
            key = which, value, gaps
            if key not in self._known:
                self._known[key] = all(self._holds(which, value, gap) for gap in gaps)
            if not self._known[key]:
                return False
        return True

    def _holds(self, which: int, value: int, gap: int) -> bool:
        stands, most, width = self._stands[which][value], self._limit.groups[which], self._limit.width
        if not which and self._capped and len(stands) >= self._limit.cap:
            return False
        if not most:
            return True
        at = bisect_left(stands, gap)
        near = [*stands[max(0, at - most) : at], gap, *(place + 1 for place in stands[at : at + most])]
        return all(near[first + most] - near[first] >= width for first in range(len(near) - most))


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
