"""What a ticket promises at the check-out, and what drops hear of its order."""

from __future__ import annotations

from typing import Any

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import NotFound
from regulars.trade.drops.actions.tickets import TicketOver, ticket_free, ticket_paid, use_ticket
from regulars.trade.drops.lane.deciding import moment
from regulars.trade.drops.queries.finding import ticket_of
from regulars.trade.orders.rules.granting import grants
from regulars.trade.orders.rules.grants import Grant

KIND, PREFIX = "drop", "tkt"


def grants_of(by: Actor, ref: str) -> list[Grant]:
    """What one's own ticket is worth: one piece, held by the drop, for a while. Raises NotFound, TicketOver."""
    if by.person_id is None:
        raise NotFound()
    row = ticket_of(by.person_id, ref)
    if row.state != "won" or row.pay_until_us <= clock.micros():
        raise TicketOver()
    drop = row.drop
    return [
        Grant(
            kind=KIND,
            ref=row.public_id,
            variant=drop.variant.public_id,
            quantity=1,
            unit_minor=drop.price_minor,
            stock="held",
            held_ref=drop.public_id,
            pay_until=moment(row.pay_until_us),
        )
    ]


def _placed(by: Any, ref: str, group: str) -> None:
    use_ticket(by=by, ticket=ref, group_ref=group)


def _paid(_by: Any, ref: str, group: str) -> None:
    ticket_paid(by=SYSTEM, ticket=ref, group_ref=group)


def _ended(_by: Any, ref: str, group: str) -> None:
    ticket_free(by=SYSTEM, ticket=ref, group_ref=group)


grants.register(KIND, prefix=PREFIX, grants_of=grants_of, on_placed=_placed, on_paid=_paid, on_ended=_ended)
