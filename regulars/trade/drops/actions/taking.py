"""Taking a place or a piece by a page: the same decision as the lane's, in a transaction of Django's."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.trade.drops.lane.deciding import Ask, decide, micros, settle
from regulars.trade.drops.models import Drop, Seat
from regulars.trade.drops.queries.standing import (
    eligible_from,
    holder_of,
    on_postgresql,
    plan_of,
    run,
)
from regulars.trade.drops.rules.answers import Answer


@action("drops.take", audit=False)
def take(*, by: Actor, drop: Drop, ordinal: int = 1, visitor: str = "") -> Answer:
    """Take a place, or a piece if it is one's turn. Idempotent: whoever has one already is told how it stands."""
    plan = plan_of(drop)
    holder = holder_of(by.person_id, visitor)
    now = micros(clock.now())
    ask = Ask(holder, ordinal, eligible_from(drop, plan, by.person_id), now)
    return decide(run, drop.pk, [ask], now, postgresql=on_postgresql()).told[ask.key]


@action("drops.bind_visitor", audit=False)
def bind_visitor(*, by: Actor, visitor: str) -> int:
    """Somebody logged in: the places they had as a visitor become theirs. Returns how many.

    When they arrived stays; whether their turn has begun is judged anew for the person.
    """
    person = by.require_person()
    rows = Seat.objects.across_stores("a visitor's own places").filter(holder=f"v{visitor}", state="placed")
    return sum(_bind(seat, person) for seat in rows.select_related("drop__store"))


def _bind(seat: Seat, person: int) -> bool:
    seats = Seat.objects.of(seat.drop.store_id).filter(drop=seat.drop)
    plan = plan_of(seat.drop)
    eligible = eligible_from(seat.drop, plan, person)
    if not eligible or seats.filter(holder=f"p{person}", ordinal=seat.ordinal).exists():
        return False
    turn, lot = plan.turn(f"p{person}", seat.ordinal, eligible, seat.arrived_us)
    mine = seats.filter(pk=seat.pk, state="placed", holder=seat.holder)
    try:
        with transaction.atomic():
            return bool(mine.update(holder=f"p{person}", person_id=person, turn_us=turn, lot=lot))
    except IntegrityError:
        return False


@action("drops.settle", audit=False)
def settle_drop(*, by: Actor, drop: int) -> None:
    """Let unpaid tickets go and offer what is free to the next. Tasks and orders only. Safe to repeat."""
    if by.kind != "system":
        raise NotFound()
    settle(run, drop, micros(clock.now()), postgresql=on_postgresql())
