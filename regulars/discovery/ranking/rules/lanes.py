"""The quick way to place: best first; who may not stand here yet waits in the lane of what keeps it.

A lane lets out only its best, so that a store with hundreds of goods costs no more than one with three.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

from regulars.discovery.ranking.rules.likeness import Likeness
from regulars.discovery.ranking.rules.limits import SLACK, Limits, Sheet

NAMES = ("window.store", "window.brand", "window.leaf")


NO_END = 1 << 30


class Lane:
    """One store, brand or leaf: how many more may stand in the window, how many at all, and who waits."""

    __slots__ = ("free", "left", "name", "waiting")

    def __init__(self, most: int, left: int, name: str) -> None:
        self.free, self.left, self.name = most or NO_END, left, name
        self.waiting: list[int] = []


class Queue:
    """Who is next. `moved` tells which rule kept somebody from a place the score would have given."""

    def __init__(self, sheet: Sheet, limit: Limits) -> None:
        self._ranked = sheet.ranked
        self._limit, self._by_store = limit, bool(limit.store) or limit.cap < sheet.size
        self._stores: dict[int, Lane] = {}
        self._brands: dict[int, Lane] = {}
        self._leaves: dict[int, Lane] = {}
        self._upto, self._out, self._gone = 0, list[tuple[int, Lane | None]](), set(sheet.pinned.values())
        self._whence: dict[int, Lane] = {}
        self._known: dict[int, list[Lane]] = {}
        self.moved: dict[int, str] = {}

    def lanes_of(self, rank: int) -> list[Lane]:
        """The lanes a candidate stands in: none where there is no limit."""
        found = self._known.get(rank)
        if found is None:
            found = self._known[rank] = self._looked_up(rank)
        return found

    def _looked_up(self, rank: int) -> list[Lane]:
        one, limit, found = self._ranked[rank], self._limit, list[Lane]()
        if self._by_store and one.store:
            if (lane := self._stores.get(one.store)) is None:
                lane = self._stores[one.store] = Lane(limit.store, limit.cap, NAMES[0])
            found.append(lane)
        if limit.brand and one.brand is not None:
            if (lane := self._brands.get(one.brand)) is None:
                lane = self._brands[one.brand] = Lane(limit.brand, NO_END, NAMES[1])
            found.append(lane)
        if limit.leaf and one.leaf is not None:
            if (lane := self._leaves.get(one.leaf)) is None:
                lane = self._leaves[one.leaf] = Lane(limit.leaf, NO_END, NAMES[2])
            found.append(lane)
        return found

    def next(self) -> int | None:
        """The best that may stand here; it leaves the queue. None when nobody may."""
        out, gone, many = self._out, self._gone, len(self._ranked)
        while True:
            if out and (self._upto >= many or out[0][0] < self._upto):
                rank, lane = heappop(out)
            elif self._upto < many:
                rank, lane = self._upto, None
                self._upto += 1
            else:
                return None
            if rank not in gone:
                closed = self._closed(rank)
                if closed is None:
                    if lane is not None:
                        self._whence[rank] = lane
                    return rank
                heappush(closed.waiting, rank)
                if rank not in self.moved:
                    self.moved[rank] = closed.name if closed.free <= 0 else "cap.store"
                if lane is closed:
                    continue
            if lane is not None and lane.waiting:
                self._let_out(lane)

    def _closed(self, rank: int) -> Lane | None:
        for lane in self._known.get(rank) or self.lanes_of(rank):
            if lane.free <= 0 or lane.left <= 0:
                return lane
        return None

    def put_back(self, rank: int) -> None:
        """Nobody took it: it is next again."""
        heappush(self._out, (rank, self._whence.get(rank)))

    def take(self, rank: int) -> list[Lane]:
        """It stands here now."""
        self._gone.add(rank)
        return self.stand(rank)

    def stand(self, rank: int) -> list[Lane]:
        """Count it in its lanes."""
        lanes = self.lanes_of(rank)
        for lane in lanes:
            lane.free -= 1
            lane.left -= 1
            if lane.waiting:
                self._let_out(lane)
        return lanes

    def leave(self, lanes: Sequence[Lane]) -> None:
        """A place goes out of the window."""
        for lane in lanes:
            lane.free += 1
            if lane.waiting:
                self._let_out(lane)

    def free(self, ranks: Sequence[int]) -> int | None:
        """The first of these that may stand here."""
        for rank in ranks:
            if rank not in self._gone and self._closed(rank) is None:
                return rank
        return None

    def _let_out(self, lane: Lane) -> None:
        if lane.waiting and lane.free > 0 and lane.left > 0:
            heappush(self._out, (heappop(lane.waiting), lane))


def quick(
    sheet: Sheet, limit: Limits, alike: Likeness | None = None
) -> tuple[list[int], dict[int, str]] | None:
    """Ranks in their places and the rules that moved some of them; None when it painted itself into a corner."""
    queue, order, window = Queue(sheet, limit), list[int](), dict[int, list[Lane]]()
    protected = set(sheet.sheltered)
    given = sum(rank in protected for rank in sheet.pinned.values())
    for place, fixed in sheet.pinned.items():
        if place < limit.width:
            window[place] = queue.stand(fixed)
    left = sheet.size - len(sheet.pinned)
    for place in range(sheet.size):
        if place >= limit.width:
            queue.leave(window[place - limit.width])
        if sheet.pinned:
            ahead = place + limit.width - 1
            if place and ahead in sheet.pinned:
                window[ahead] = queue.stand(sheet.pinned[ahead])
            if place in sheet.pinned:
                order.append(sheet.pinned[place])
                continue
        rank = _floor(queue, sheet, limit, place, left, given)
        if rank is None:
            best = queue.next()
            if best is None or (limit.owed - given >= left and best not in protected):
                return None
            rank = best if alike is None else _varied(queue, sheet, alike, best)
        window[place] = queue.take(rank)
        given += rank in protected
        left -= 1
        order.append(rank)
    return order, queue.moved


def _floor(queue: Queue, sheet: Sheet, limit: Limits, place: int, left: int, given: int) -> int | None:
    """A sheltered candidate when it is their turn; None when the score may decide."""
    if given >= limit.owed:
        return None
    if given >= int(limit.pace * (place + 1) + SLACK) and limit.owed - given < left:
        return None
    rank = queue.free(sheet.sheltered)
    if rank is None:
        return None
    better = queue.next()
    if better is not None:
        queue.put_back(better)
        if better < rank:
            queue.moved[rank] = "floor"
    return rank


def _varied(queue: Queue, sheet: Sheet, alike: Likeness, best: int) -> int:
    """Of those that count as equal with the best, the one least like what stands above."""
    equal, bar = [best], sheet.scores[best] - alike.tie * abs(sheet.scores[best])
    while len(equal) < alike.most:
        rank = queue.next()
        if rank is None:
            break
        equal.append(rank)
        if sheet.scores[rank] < bar:
            break
    within = [rank for rank in equal if sheet.scores[rank] >= bar]
    chosen = alike.choose([sheet.ranked[rank] for rank in within], [sheet.scores[rank] for rank in within])
    for rank in equal:
        if rank != within[chosen]:
            queue.put_back(rank)
    if chosen:
        queue.moved[within[chosen]] = "variety"
    alike.stands(sheet.ranked[within[chosen]])
    return within[chosen]
