"""What somebody is told, and what follows from it. One answer at a time, in codes; the faces have the words.

Those in FINAL never change again. The others say when to look again.
"""

from __future__ import annotations

from typing import NamedTuple

from regulars.trade.drops.rules.plan import Plan

FINAL = frozenset({"paid", "lapsed", "lost", "sold-out", "over", "limit", "not-for-you"})
PLACED, WON, ORDERED, PAID, LAPSED, LOST = "placed", "won", "ordered", "paid", "lapsed", "lost"
# A piece is with whoever has a seat in one of these.
TAKING = frozenset({WON, ORDERED, PAID})


class SeatRow(NamedTuple):
    """A place or a ticket as plain values, read without Django's `Seat`; times in µs."""

    key: int
    holder: str
    ordinal: int
    public_id: str
    state: str
    turn: int
    lot: int
    pay_until: int
    group_ref: str


class Answer(NamedTuple):
    """`code`, the moment that matters (µs, 0 none), a place in the queue (0 none), a ticket or an order ("" none)."""

    code: str
    at: int = 0
    place: int = 0
    ref: str = ""

    @property
    def final(self) -> bool:
        """Whether it never changes again."""
        return self.code in FINAL


_new = tuple.__new__  # in a rush nearly everybody waits: half the time of the answer's own constructor
# Said to everybody alike.
OVER, LIMIT, SOLD_OUT, NOT_FOR_YOU = (
    Answer("over"),
    Answer("limit"),
    Answer("sold-out"),
    Answer("not-for-you"),
)


class Ends(NamedTuple):
    """How far the drop is: closed by hand or time, queue full for good, every piece paid."""

    stopped: bool = False
    full: bool = False
    sold: bool = False


def of_seat(seat: SeatRow, plan: Plan, ends: Ends, now: int, place: int) -> Answer:
    """What somebody with a seat is told."""
    if seat.state == WON:
        return Answer(WON, seat.pay_until, ref=seat.public_id) if seat.pay_until > now else Answer(LAPSED)
    if seat.state in (ORDERED, PAID):
        return Answer(seat.state, seat.pay_until, ref=seat.group_ref)
    if seat.state != PLACED:
        return SOLD_OUT if seat.state == LOST and not ends.stopped else Answer(seat.state)
    if ends.stopped or now >= plan.ends:
        return OVER
    if ends.sold:
        return SOLD_OUT
    if seat.turn > now:
        return Answer(PLACED, seat.turn)
    return _new(Answer, ("waiting", plan.ends, place, ""))


def of_newcomer(holder: str, ordinal: int, eligible: int, plan: Plan, ends: Ends, now: int) -> Answer | None:
    """What somebody without a seat is told without being written down; None: they get a seat."""
    if ends.stopped or now >= plan.ends:
        return OVER
    if not 1 <= ordinal <= plan.per_person:
        return LIMIT
    if ends.full or ends.sold:
        return SOLD_OUT
    if now < plan.room:
        return Answer("not-yet", plan.room)
    if holder.startswith("v"):
        # Visitors cost nothing to make: a place of theirs would stand in somebody's way.
        return Answer("log-in", plan.opens)
    if not eligible:
        return NOT_FOR_YOU
    return None
