"""Whether somebody may read a buyer's contact now, because they opened it lately."""

from __future__ import annotations

from datetime import timedelta

from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.queries import audit_trail
from regulars.people.merchants.models import Store
from regulars.trade.orders.models import Order

OPENED = "orders.open_contact"
OPEN_FOR = timedelta(minutes=15)


def contact_is_open(by: Actor, store: Store, order: Order) -> bool:
    """Whether this member of staff opened the order's contact within OPEN_FOR. One query."""
    lately = audit_trail(store.pk, OPENED).filter(person_id=by.person_id, at__gt=clock.now() - OPEN_FOR)
    return any(entry.note.get("order") == order.public_id for entry in lately[:200])
