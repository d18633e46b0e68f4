"""Groups that are never paid: cancelled by the shopper, or expired. Stock and offers come back, once."""

from __future__ import annotations

from regulars.goods.catalog.actions import release_held
from regulars.ground.bus.clocked import one_by_one
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.trade.offers.actions import give_back
from regulars.trade.orders.actions.history import NotNow, tell
from regulars.trade.orders.actions.membership import return_all_points
from regulars.trade.orders.actions.prepaid import free_advances
from regulars.trade.orders.events import OrderCancelled, OrderExpired
from regulars.trade.orders.models import Order, OrderGroup
from regulars.trade.orders.queries.shopper import own_group
from regulars.trade.orders.rules.granting import grants
from regulars.trade.services.actions import plans_not_paid

BATCH = 200


@action("orders.cancel_group")
def cancel_group(*, by: Actor, group: str, guest_key: str = "") -> None:
    """The shopper gives up an order that is not paid yet. Raises NotFound, NotNow. Safe to repeat."""
    row = own_group(by, group, guest_key)
    if row.state == "cancelled":
        return
    if not end_unpaid(by, row, "cancelled"):
        raise NotNow(state=row.state)


@action("orders.expire_group", audit=False)
def expire_group(*, by: Actor, group_pk: int) -> bool:
    """End one group whose time to pay is over; False when it was paid or ended in the meantime."""
    row = OrderGroup.objects.filter(pk=group_pk, state="awaiting_payment", pay_until__lte=clock.now()).first()
    return row is not None and end_unpaid(by, row, "expired")


def expire_groups(*, by: Actor = SYSTEM, limit: int = BATCH) -> int:
    """End groups whose time to pay is over, each in a transaction of its own; returns how many.

    Nothing depends on it being run: stock held too long counts as free, and a late payment is taken
    only while the stock can still be had.
    """
    due = OrderGroup.objects.filter(state="awaiting_payment", pay_until__lte=clock.now()).order_by(
        "pay_until"
    )
    keys = list(due.values_list("pk", flat=True)[:limit])
    return sum(one_by_one(keys, lambda key: expire_group(by=by, group_pk=key)))


def end_unpaid(by: Actor, group: OrderGroup, state: str) -> bool:
    """Bring an unpaid group to its end inside the running action: exactly one caller succeeds."""
    now = clock.now()
    waiting = OrderGroup.objects.filter(pk=group.pk, state="awaiting_payment")
    if not waiting.update(state=state, ended_at=now):
        group.refresh_from_db(fields=["state"])
        return False
    group.state = state
    mine = Order.objects.across_stores("the orders of one group").filter(group=group)
    mine.update(state=state, ended_at=now)
    orders = list(mine.order_by("pk"))
    tell(orders, state, by)
    fact = OrderExpired if state == "expired" else OrderCancelled
    announce(
        *(
            fact(order=o.public_id, store_id=o.store_id, person_id=o.person_id, ref=o.public_id)
            for o in orders
        )
    )
    plans_not_paid(by=by, group_ref=group.public_id)
    give_back(by=by, ref=group.public_id)
    return_all_points(by, orders)
    if group.advances:
        free_advances(by, group)
    grants.ended(by, group.grants, group.public_id)
    release_held(by=by, ref=group.public_id)
    return True
