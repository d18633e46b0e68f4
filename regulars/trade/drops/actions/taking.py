"""Taking a place or a piece by a page: the same decision as the lane's, in a transaction of Django's."""

from __future__ import annotations

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.trade.drops.lane.deciding import decide, settle
from regulars.trade.drops.lane.seating import Ask
from regulars.trade.drops.models import Drop
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
    """Take a place, or a piece if it is one's turn. Idempotent: whoever has one already is told how it stands.

    Who is not logged in gets no place, and is told to log in.
    """
    plan = plan_of(drop)
    holder = holder_of(by.person_id, visitor)
    now = clock.micros()
    ask = Ask(holder, ordinal, eligible_from(drop, plan, by.person_id), now)
    return decide(run, drop.pk, [ask], now, postgresql=on_postgresql())[ask.key]


@action("drops.settle", audit=False)
def settle_drop(*, by: Actor, drop: int) -> None:
    """Let unpaid tickets go and offer what is free to the next. Tasks and orders only. Safe to repeat."""
    if by.kind != "system":
        raise NotFound()
    settle(run, drop, clock.micros(), postgresql=on_postgresql())
