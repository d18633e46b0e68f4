"""What one process remembers of a drop: its plan, everybody's seats, who waits in which place. At most a second old.

Only the lane's thread changes a board, and only to what is on the disk; the event loop reads it meanwhile.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping

from regulars.trade.drops.lane.deciding import (
    Seated,
    Standing,
    every_seat,
    seats_since,
    standing,
)
from regulars.trade.drops.lane.seating import Key, Run
from regulars.trade.drops.rules.answers import PLACED, TAKING, Answer, Ends, SeatRow, of_newcomer, of_seat
from regulars.trade.drops.rules.plan import Plan

FRESH_US = 1_000_000
Turn = tuple[int, int, int]
NOBODY: Turn = (0, 0, 0)


class Board:
    """A drop in memory. Reading it costs no transaction."""

    __slots__ = ("_last", "_line", "_taken", "ends", "final", "offset", "plan", "read_at", "seats")

    def __init__(self, plan: Plan, ends: Ends, seats: Iterable[SeatRow], now: int, offset: int) -> None:
        self.plan, self.ends, self.read_at, self.offset = plan, ends, now, offset
        self.seats: dict[Key, SeatRow] = {(seat.holder, seat.ordinal): seat for seat in seats}
        self._line: list[Turn] = sorted(_turn(one) for one in self.seats.values() if one.state == PLACED)
        self._taken = sum(one.state in TAKING for one in self.seats.values())
        self._last = max((one.key for one in self.seats.values()), default=0)
        self.final = self._over(now + offset)
        """Nobody unknown can get a seat any more, and whoever has one is known here."""

    @property
    def waits(self) -> int:
        """How many places nothing has become of yet."""
        return len(self._line)

    def learn(self, found: Seated) -> None:
        """What a decision of this process just wrote is known at once."""
        self.ends = found.ends
        if found.plan != self.plan:
            self.plan = found.plan
        self._take(found.seats)
        self._follow(sorted([one.key for one in found.seats.values() if one.key > self._last]))

    def refresh(self, run: Run, found: Standing, now: int, offset: int) -> bool:
        """Read what others wrote; False where everything may have changed, and all of it is to be read."""
        if (found.plan, found.ends) != (self.plan, self.ends):
            return False
        seats = seats_since(run, found.plan.key, self._last)
        self._take({(one.holder, one.ordinal): one for one in seats})
        # Below what was decided here others may have written too: only what was read says up to where all is known.
        self._last = max([self._last, *(one.key for one in seats)])
        self.offset, self.read_at = offset, now
        self.final = self._over(now + offset)
        return True

    def stale(self, now: int) -> bool:
        """Whether somebody else may have changed something that a seat's holder should hear of."""
        return not 0 <= now - self.read_at < FRESH_US

    def of_seat(self, seat: SeatRow, now: int, places: dict[int, int] | None = None) -> Answer:
        """What the holder of a seat is told; `places` by key of seat, where it was just counted on the disk."""
        place = 0
        if seat.state == PLACED and seat.turn <= now:
            place = (places and places.get(seat.key)) or bisect_left(self._line, _turn(seat)) + 1
        return of_seat(seat, self.plan, self.ends, now, place)

    def due(self, seat: SeatRow, now: int) -> bool:
        """Whether a place's turn has come and a piece is free, which nobody has handed out yet: a decision will."""
        if (
            seat.state != PLACED
            or not seat.turn <= now < self.plan.ends
            or self.ends.stopped
            or self.ends.sold
        ):
            return False
        return self._taken < self.plan.released(now)

    def of_newcomer(
        self, holder: str, ordinal: int, eligible: int, now: int, *, final: bool
    ) -> Answer | None:
        """What somebody unknown is told without a transaction; None: it takes one.

        `final` as it was before the holder was looked for: until then another process may have given them a seat.
        """
        if not final and self._over(now):
            return None
        return of_newcomer(holder, ordinal, eligible, self.plan, self.ends, now)

    def unsure(self, now: int) -> bool:
        """Whether it came to its end here, and others may have given seats meanwhile."""
        return not self.final and self._over(now)

    def _over(self, now: int) -> bool:
        return self.ends.full or self.ends.sold or self.ends.stopped or now >= self.plan.ends

    def _follow(self, keys: list[int]) -> None:
        """Keys that follow on the last one read leave no room for a seat of somebody else's: nobody reads them again."""
        if keys and keys[-1] - self._last == len(keys):
            self._last = keys[-1]

    def _take(self, seats: Mapping[Key, SeatRow]) -> None:
        line, known = self._line, self.seats
        last = line[-1] if line else NOBODY
        for key, seat in seats.items():
            before = known.get(key)
            if before is not None:
                if before == seat:
                    continue
                if before.state == PLACED:
                    self._leave(_turn(before))
                elif before.state in TAKING:
                    self._taken -= 1
            if seat.state == PLACED:
                turn = _turn(seat)
                if turn < last:
                    insort(line, turn)
                else:
                    line.append(turn)
                    last = turn
            elif seat.state in TAKING:
                self._taken += 1
            known[key] = seat

    def _leave(self, turn: Turn) -> None:
        at = bisect_left(self._line, turn)
        if self._line[at : at + 1] == [turn]:
            del self._line[at]


def _turn(seat: SeatRow) -> Turn:
    return seat.turn, seat.lot, seat.key


def read_board(run: Run, now: int, drop: str, local: int, known: Board | None) -> Board | None:
    """The drop as it stands, `known` brought up to date where that is enough; None when there is none to be seen.

    `local`: this process's clock at the same moment.
    """
    found = standing(run, drop)
    if found is None or not found.published:
        return None
    if known is not None and known.refresh(run, found, local, now - local):
        return known
    return Board(found.plan, found.ends, every_seat(run, found.plan.key), local, now - local)
