"""The way of a claim, and when one may be made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

# Before anybody decided otherwise, a claim counts; refused and withdrawn ones do not.
OPEN = ("asked", "accepted", "received", "disputed")
MOVES = {
    "accepted": ("asked", "disputed"),
    "refused": ("asked",),
    "withdrawn": ("asked",),
    "received": ("accepted",),
    "done": ("accepted", "received"),
    "confirmed": ("done",),
    "disputed": ("refused", "done", "accepted", "received"),
    "settled": ("disputed",),
    # The goods went back, and the plan with them.
    "ended": OPEN,
}
OUTCOMES = ("again", "refund", "stand")
# So long after an answer or a result it can be put before the market.
DISPUTE_DAYS = 7


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides about the next claim of a contract."""

    stage: str
    used: int
    most: int
    gap_days: int
    last_on: date | None
    open: bool
    today: date

    @property
    def next_on(self) -> date | None:
        """The first day of the next claim, when it is still to come."""
        if self.last_on is None:
            return None
        on = self.last_on + timedelta(days=self.gap_days)
        return on if on > self.today else None

    @property
    def reason(self) -> str:
        """Why it cannot be claimed now: not-started, over, ended, open, used-up, too-soon; "" when it can."""
        if self.stage != "running":
            return {"waiting": "not-started", "over": "over"}.get(self.stage, "ended")
        if self.open:
            return "open"
        if self.used >= self.most:
            return "used-up"
        return "too-soon" if self.next_on else ""


def earliest_last(today: date, gap_days: int) -> date:
    """The latest day of the last claim with which a claim today is not too soon."""
    return today - timedelta(days=gap_days)
