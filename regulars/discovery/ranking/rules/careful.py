"""The careful way to place: look ahead by counting, step back from corners, within a budget of steps."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from random import Random

from regulars.discovery.ranking.rules.bounds import enough, room
from regulars.discovery.ranking.rules.limits import SLACK, Limits, Sheet, groups_of

Values = tuple[int | None, int | None, int | None]


class Budget:
    """Steps that may still be made."""

    def __init__(self, steps: int) -> None:
        self.left = steps


class Search:
    """Depth first over kinds of candidates: those of one store, brand, leaf and shelter are alike to the rules.

    The best stands first; with a `lot`, what presses most does, and near draws fall to the lot.
    """

    def __init__(self, sheet: Sheet, limit: Limits, budget: Budget, lot: Random | None = None) -> None:
        self._sheet, self._limit, self._budget, self._lot = sheet, limit, budget, lot
        self._protected = set(sheet.sheltered)
        self._values: list[Values] = [groups_of(one) for one in sheet.ranked]
        self._kinds = [(*values, rank in self._protected) for rank, values in enumerate(self._values)]
        self._stands: tuple[dict[int, list[int]], ...] = tuple(defaultdict(list) for _ in range(3))
        self._left: tuple[dict[int | None, int], ...] = tuple(defaultdict(int) for _ in range(3))
        self._shelter_left: dict[int | None, int] = defaultdict(int)
        self._used: set[int] = set()
        self._order: list[int] = []
        self._given = 0
        self._dead: set[object] = set()
        self._trim()
        self._pinned_values = self._lay_out()

    def _trim(self) -> None:
        """Leave out those of a kind that can never stand: no more fit than the tightest of its limits lets through."""
        size, limit, pinned = self._sheet.size, self._limit, set(self._sheet.pinned.values())
        fit = [room((), 0, size, most, limit.width, size) for most in limit.groups]
        fit[0] = min(fit[0], limit.cap)
        seen: dict[object, int] = defaultdict(int)
        for rank, values in enumerate(self._values):
            kind = self._kinds[rank]
            seen[kind] += 1
            most = min(many if value is not None else size for many, value in zip(fit, values, strict=True))
            if seen[kind] > most and rank not in pinned:
                self._used.add(rank)

    def _lay_out(self) -> set[tuple[int, int]]:
        for rank, values in enumerate(self._values):
            if rank in self._used:
                continue
            for which, value in enumerate(values):
                self._left[which][value] += 1
            if rank in self._protected:
                self._shelter_left[values[0]] += 1
        pinned = set()
        for place, rank in sorted(self._sheet.pinned.items()):
            self._put(rank, place)
            pinned |= {(which, value) for which, value in enumerate(self._values[rank]) if value is not None}
        return pinned

    def run(self) -> list[int] | None:
        """Ranks in their places; None when there is no such order or the budget is used up."""
        return self._order if self._possible(0) and self._from(0) else None

    def possible(self) -> bool:
        """Whether counting alone leaves hope."""
        return self._possible(0)

    def _from(self, place: int) -> bool:
        if place == self._sheet.size:
            return self._given >= self._limit.owed
        if place in self._sheet.pinned:
            self._order.append(self._sheet.pinned[place])
            if self._from(place + 1):
                return True
            self._order.pop()
            return False
        state = self._state(place)
        if state in self._dead:
            return False
        for rank in self._choices(place):
            self._budget.left -= 1
            if self._budget.left < 0:
                return False
            self._put(rank, place)
            self._order.append(rank)
            if self._possible(place + 1) and self._from(place + 1):
                return True
            self._order.pop()
            self._take_away(rank, place)
        self._dead.add(state)
        return False

    def _state(self, place: int) -> object:
        kinds = self._kinds
        near = tuple(kinds[rank] for rank in self._order[max(0, place - self._limit.width + 1) :])
        return place, near, frozenset(Counter(kinds[rank] for rank in self._order).items())

    def _choices(self, place: int) -> Iterator[int]:
        """One candidate of each kind that may stand here, in the order in which they are tried."""
        seen: set[object] = set()
        limit = self._limit
        if self._given < min(limit.owed, int(limit.pace * (place + 1) + SLACK)):
            yield from self._in_order(self._fitting(self._sheet.sheltered, place, seen), place)
        yield from self._in_order(self._fitting(range(len(self._kinds)), place, seen), place)

    def _fitting(self, ranks: Iterable[int], place: int, seen: set[object]) -> Iterator[int]:
        for rank in ranks:
            kind = self._kinds[rank]
            if rank not in self._used and kind not in seen and self._fits(rank, place):
                seen.add(kind)
                yield rank

    def _in_order(self, found: Iterator[int], place: int) -> Iterable[int]:
        if self._lot is None:
            return found
        press, draw = self._pressure(place), self._lot.random
        return sorted(found, key=lambda rank: draw() - sum(map(press, range(3), self._values[rank])))

    def _pressure(self, place: int) -> Callable[[int, int | None], float]:
        known: dict[tuple[int, int], float] = {}
        places = self._free(place)
        sums = [sum(self._rooms(which, place)) for which in range(3)]

        def press(which: int, value: int | None) -> float:
            """How much of what fits of a value must still be placed, steeply."""
            if value is None:
                return 0.0
            if (which, value) not in known:
                fit = self._room(which, value, place)
                known[which, value] = max(0.0, (places - sums[which] + fit) / fit) ** 4 if fit else 0.0
            return known[which, value]

        return press

    def _fits(self, rank: int, place: int) -> bool:
        limit = self._limit
        for which, value in enumerate(self._values[rank]):
            if value is None:
                continue
            stands, most = self._stands[which][value], limit.groups[which]
            if not which and len(stands) >= limit.cap:
                return False
            if not most:
                continue
            if (which, value) in self._pinned_values:
                if not self._fits_between(stands, place, most):
                    return False
            elif len(stands) >= most and place - stands[-most] < limit.width:
                return False
        return True

    def _fits_between(self, stands: list[int], place: int, most: int) -> bool:
        at = bisect_left(stands, place)
        near = [*stands[max(0, at - most) : at], place, *stands[at : at + most]]
        return all(near[first + most] - near[first] >= self._limit.width for first in range(len(near) - most))

    def _put(self, rank: int, place: int) -> None:
        self._used.add(rank)
        for which, value in enumerate(self._values[rank]):
            self._left[which][value] -= 1
            if value is not None:
                insort(self._stands[which][value], place)
        if rank in self._protected:
            self._given += 1
            self._shelter_left[self._values[rank][0]] -= 1

    def _take_away(self, rank: int, place: int) -> None:
        self._used.discard(rank)
        for which, value in enumerate(self._values[rank]):
            self._left[which][value] += 1
            if value is not None:
                self._stands[which][value].remove(place)
        if rank in self._protected:
            self._given -= 1
            self._shelter_left[self._values[rank][0]] += 1

    def _free(self, place: int) -> int:
        pinned = sum(at >= place for at in self._sheet.pinned)
        return self._sheet.size - place - pinned

    def _possible(self, place: int) -> bool:
        """Whether what is left can fill what is left, looked at store by store, brand by brand, leaf by leaf."""
        places = self._free(place)
        if not all(enough(self._rooms(which, place), places) for which in range(3)):
            return False
        owed = self._limit.owed - self._given
        if owed <= 0:
            return True
        rooms = (
            self._room(0, store, place, many) if store is not None else many
            for store, many in self._shelter_left.items()
            if many
        )
        return owed <= places and enough(rooms, owed)

    def _rooms(self, which: int, place: int) -> Iterator[int]:
        for value, many in self._left[which].items():
            if many:
                yield self._room(which, value, place) if value is not None else many

    def _room(self, which: int, value: int, place: int, want: int | None = None) -> int:
        stands, limit = self._stands[which][value], self._limit
        want = self._left[which][value] if want is None else want
        if not which:
            want = min(want, limit.cap - len(stands))
        before = stands[: bisect_left(stands, place)]
        return room(before, place, self._sheet.size, limit.groups[which], limit.width, want)
