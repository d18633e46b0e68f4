"""How a drop looks to one person: what they have, what they could do next, what they are told. Nothing is changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from regulars.ground.kit import clock
from regulars.trade.drops.lane.deciding import Standing, moment
from regulars.trade.drops.models import Drop, Reminder, Seat
from regulars.trade.drops.queries.standing import eligible_from, holder_of, seats_of, standing_of
from regulars.trade.drops.rules.answers import PLACED, Answer, SeatRow, of_newcomer, of_seat

READY = Answer("ready")
AGAIN_AFTER = {"paid", "ordered", "won"}


@dataclass(frozen=True, slots=True)
class Looked:
    """`answers`: (which piece, what is told), the last one first to act on; `eligible`: from when (None: never)."""

    standing: Standing
    now: int
    eligible: datetime | None
    answers: tuple[tuple[int, Answer], ...]
    next_piece: int
    reminded: bool

    @property
    def answer(self) -> Answer:
        """What matters now."""
        return self.answers[-1][1]


def look(row: Drop, person_id: int | None, visitor: str) -> Looked:
    """The drop as one person sees it. Six queries at most."""
    found, now = standing_of(row), clock.micros()
    holder = holder_of(person_id, visitor)
    eligible = eligible_from(row, found.plan, person_id)
    seats = seats_of(row, person_id)
    answers = [(one.ordinal, _told(row, found, one, now)) for one in seats]
    piece = (seats[-1].ordinal if seats else 0) + 1
    last = answers[-1][1] if answers else None
    if last is None or (last.code in AGAIN_AFTER and piece <= found.plan.per_person):
        newcomer = of_newcomer(holder, piece, eligible, found.plan, found.ends, now)
        if newcomer is None or last is None:
            answers.append((piece, newcomer or READY))
    reminded = (
        person_id is not None
        and Reminder.objects.of(row.store_id).filter(drop=row, person_id=person_id).exists()
    )
    at = moment(eligible) if eligible else None
    return Looked(found, now, at, tuple(answers), piece if last is not None else 1, reminded)


def _told(row: Drop, found: Standing, seat: Seat, now: int) -> Answer:
    known = SeatRow(
        seat.pk, seat.holder, seat.ordinal, seat.public_id, seat.state, seat.turn_us, seat.lot, seat.pay_until_us,
        seat.group_ref,
    )  # fmt: skip
    place = _place(row, seat) if seat.state == PLACED and seat.turn_us <= now else 0
    return of_seat(known, found.plan, found.ends, now, place)


def _place(row: Drop, seat: Seat) -> int:
    waiting = Seat.objects.of(row.store_id).filter(drop=row, state=PLACED)
    before = waiting.filter(turn_us__lt=seat.turn_us).count()
    same = waiting.filter(turn_us=seat.turn_us)
    return before + same.filter(lot__lt=seat.lot).count() + same.filter(lot=seat.lot, pk__lte=seat.pk).count()
