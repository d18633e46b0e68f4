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
def bind_visitor(*, by: Actor, drop: Drop, visitor: str) -> bool:
    """Somebody logged in: the place they had as a visitor becomes theirs. False when there is nothing to take over.

    When they arrived stays; whether their turn has begun is judged anew for the person.
    """
    person = by.require_person()
    seats = Seat.objects.of(drop.store_id).filter(drop=drop)
    mine = seats.filter(holder=f"v{visitor}", state="placed").first()
    if mine is None or seats.filter(holder=f"p{person}", ordinal=mine.ordinal).exists():
        return False
    plan = plan_of(drop)
    eligible = eligible_from(drop, plan, person)
    if not eligible:
        return False
    turn, lot = plan.turn(f"p{person}", mine.ordinal, eligible, mine.arrived_us)
    try:
        with transaction.atomic():
            moved = seats.filter(pk=mine.pk, state="placed", holder=f"v{visitor}").update(
                holder=f"p{person}", person_id=person, turn_us=turn, lot=lot
            )
    except IntegrityError:
        return False
    return bool(moved)


@action("drops.settle", audit=False)
def settle_drop(*, by: Actor, drop: int) -> None:
    """Let unpaid tickets go and offer what is free to the next. Tasks and orders only. Safe to repeat."""
    if by.kind != "system":
        raise NotFound()
    settle(run, drop, micros(clock.now()), postgresql=on_postgresql())
