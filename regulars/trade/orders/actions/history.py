"""Moving an order on, one step at a time, and writing each step into its timeline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.ground.kit.statements import insert_all
from regulars.people.merchants.models import Store
from regulars.trade.orders.models import Order, OrderEvent


class NotNow(Refusal):
    """The order has moved on in the meantime."""

    status = 409
    code = "order-not-in-that-state"
    sentence = _("The order has moved on in the meantime. Reload the page to see where it stands.")


def event(order_pk: int, kind: str, by: Actor, note: str = "") -> OrderEvent:
    """A step for the timeline, not yet stored."""
    return OrderEvent(
        order_id=order_pk,
        kind=kind,
        by_kind=by.kind,
        by_id=by.person_id,
        note=plain(note, limit=300),
        at=clock.now(),
    )


def tell(orders: Iterable[Order], kind: str, by: Actor, note: str = "") -> None:
    """Write a step into the timeline of each order."""
    insert_all([event(order.pk, kind, by, note) for order in orders])


def own_order(store: Store, order: str) -> Order:
    """The store's order. Raises NotFound."""
    found = Order.objects.of(store).filter(public_id=order).select_related("group", "store").first()
    if found is None:
        raise NotFound()
    return found


def move(order: Order, states: tuple[str, ...], to: str, **stamps: Any) -> None:
    """Bring an order from one of `states` to another, once. Raises NotNow when it is elsewhere."""
    rows = Order.objects.of(order.store_id).filter(pk=order.pk, state__in=states)
    if not rows.update(state=to, **stamps):
        raise NotNow(state=order.state)
    order.state = to
    for name, value in stamps.items():
        setattr(order, name, value)
