"""A buyer's contact is opened by somebody, for an order, and that is on record."""

from __future__ import annotations

from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.models import Store
from regulars.trade.orders.models import Order
from regulars.trade.orders.queries.contact import OPENED


@action(OPENED)
def open_contact(*, by: Actor, store: Store, order: Order) -> None:
    """Show the buyer's contact to this member of staff for a while. Raises NotAllowed, NotFound."""
    by.require("orders" if by.may("orders") else "reception", store.pk)
    if order.store_id != store.pk:
        raise NotFound()
    note(order=order.public_id)
