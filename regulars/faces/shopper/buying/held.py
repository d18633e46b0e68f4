"""Money that came for an order but does not match: what is told about it, and what one can do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from regulars.faces.shopper.buying.words import money
from regulars.trade.orders.queries import OrderGroup
from regulars.trade.payments.queries import Payment
from regulars.trade.payments.queries import held_of as held_payments


@dataclass(frozen=True, slots=True)
class Held:
    """`came`: the amounts that arrived, as people write them; `asked`: what the order costs."""

    came: str
    asked: str
    since: datetime


def held_of(groups: Iterable[OrderGroup]) -> dict[str, Held]:
    """What is held of payments for these groups, by the group's public id. One question, none for paid ones."""
    unpaid = {group.public_id: group for group in groups if group.paid_at is None}
    found = held_payments(unpaid) if unpaid else {}
    return {ref: _held(unpaid[ref], payments) for ref, payments in found.items()}


def _held(group: OrderGroup, payments: list[Payment]) -> Held:
    came = [
        money(one.received_minor - one.refunded_minor, one.received_currency or one.currency)
        for one in payments
    ]
    asked = money(group.payable_minor, group.currency)
    return Held(came=" + ".join(came), asked=asked, since=payments[0].started_at)
