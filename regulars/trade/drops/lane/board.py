"""What one process remembers of a drop: its plan, everybody's seats, who waits in which place. At most a second old."""

from __future__ import annotations

from collections.abc import Iterable

from regulars.trade.drops.lane.deciding import Decided, Key, Run, every_seat, standing
from regulars.trade.drops.rules.answers import PLACED, Answer, Ends, Seat, of_newcomer, of_seat
from regulars.trade.drops.rules.plan import Plan

FRESH_US = 1_000_000


class Board:
    """A drop in memory. Reading it costs no transaction."""

    __slots__ = ("_line", "ends", "offset", "plan", "read_at", "seats")

    def __init__(self, plan: Plan, ends: Ends, seats: Iterable[Seat], now: int, offset: int) -> None:
        self.plan, self.ends, self.read_at, self.offset = plan, ends, now, offset
        self.seats: dict[Key, Seat] = {(seat.holder, seat.ordinal): seat for seat in seats}
        self._line: dict[int, int] | None = None

    def learn(self, found: Decided, now: int) -> None:
        """What a decision of this process just wrote is known at once."""
        self.plan, self.ends = found.plan, found.ends
        self.seats |= found.seats

    def stale(self, now: int) -> bool:
        """Whether somebody else may have changed something that a seat's holder should hear of."""
        return not 0 <= now - self.read_at < FRESH_US

    def of_seat(self, seat: Seat, now: int) -> Answer:
        """What the holder of a seat is told."""
        return of_seat(seat, self.plan, self.ends, now, self._place(seat, now) if seat.state == PLACED else 0)

    def of_newcomer(self, holder: str, ordinal: int, eligible: int, now: int) -> Answer | None:
        """What somebody unknown is told without a transaction; None: it takes one."""
        return of_newcomer(holder, ordinal, eligible, self.plan, self.ends, now)

    @property
    def over(self) -> bool:
        """Whether nobody unknown can get a seat any more, whatever happens."""
        return self.ends.full or self.ends.sold or self.ends.stopped

    def _place(self, seat: Seat, now: int) -> int:
        if self._line is None or seat.key not in self._line:
            waiting = sorted(
                (one.turn, one.lot, one.key)
                for one in self.seats.values()
                if one.state == PLACED and one.turn <= now
            )
            self._line = {key: place for place, (_turn, _lot, key) in enumerate(waiting, 1)}
        return self._line.get(seat.key, 0)


def read_board(run: Run, now: int, drop: str, local: int) -> Board | None:
    """The drop as it stands; None when there is none to be seen. `local`: this process's clock at the same moment."""
    found = standing(run, drop)
    if found is None or not found.published:
        return None
    return Board(found.plan, found.ends, every_seat(run, found.plan.key), local, now - local)
