"""A shopper's own orders, and a guest's by its key."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.pages import Page, page
from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.statements import statement
from regulars.trade.orders.models import Order, OrderEvent, OrderGroup, OrderLine, Return, ReturnLine
from regulars.trade.orders.rules.granting import grants
from regulars.trade.orders.rules.states import AFTER_SHIPPING, BEFORE_SHIPPING, OPEN_RETURNS


def _own(by: Actor, guest_key: str) -> Q:
    """Nobody's orders belong to nobody: without a person and without a key there are none."""
    if by.kind == "system":
        return Q()
    mine = Q(person_id=by.person_id) if by.person_id is not None else Q(pk=None)
    return mine | Q(guest_key=guest_key) if guest_key else mine


def own_group(by: Actor, group: str, guest_key: str = "") -> OrderGroup:
    """The viewer's group, bare. Raises NotFound."""
    found = _groups_of.first(by.kind == "system", by.person_id, guest_key or None, group)
    if found is None:
        raise NotFound()
    return found


@statement
def _groups_of(
    any_: bool, person: int | None, guest_key: str | None, group: str
) -> QuerySet[OrderGroup, OrderGroup]:
    by = Actor("system") if any_ else Actor("shopper", person_id=person)
    return OrderGroup.objects.filter(_own(by, guest_key or ""), public_id=group)


def own_order_of(by: Actor, order: str, guest_key: str = "") -> Order:
    """The viewer's order with its group and store, bare. Raises NotFound."""
    groups = OrderGroup.objects.filter(_own(by, guest_key))
    mine = Order.objects.across_stores("the shopper's own orders")
    found = mine.filter(public_id=order, group__in=groups).select_related("group", "store").first()
    if found is None:
        raise NotFound()
    return found


def buyer(*, by: Actor, order: str, guest_key: str = "") -> Actor:
    """Who holds what came with an order: the viewer, or the guest whose key opens it. Raises NotFound for a wrong key."""
    if not guest_key:
        return by
    group = own_order_of(by, order, guest_key).group
    return Actor("guest", person_id=group.person_id) if group.guest_key == guest_key else by


def group_of(*, by: Actor, group: str, guest_key: str = "") -> OrderGroup:
    """The viewer's group with receipt, orders and all that belongs to them.

    Raises NotFound. Eight queries.
    """
    rows = OrderGroup.objects.filter(_own(by, guest_key), public_id=group).select_related("receipt")
    found = rows.prefetch_related(Prefetch("orders", queryset=whole_orders().order_by("pk"))).first()
    if found is None:
        raise NotFound()
    return found


def order_refs(group: OrderGroup) -> list[str]:
    """Public ids of the orders of a group that was not loaded with them. One question."""
    return _refs(group.pk)


@statement
def _refs(group: int) -> QuerySet[Order, str]:
    everywhere = Order.objects.across_stores("the orders of one group")
    return everywhere.filter(group=group).values_list("public_id", flat=True)


def order_of_shopper(*, by: Actor, order: str, guest_key: str = "") -> Order:
    """The viewer's order with all that belongs to it. Raises NotFound."""
    groups = OrderGroup.objects.filter(_own(by, guest_key))
    found = whole_orders().filter(public_id=order, group__in=groups).first()
    if found is None:
        raise NotFound()
    return found


def groups_of(*, by: Actor, state: str = "", cursor: str = "", size: int = 20) -> Page[OrderGroup]:
    """The person's groups, newest first, with orders, stores and lines. Three queries a page.

    `state`: "", or one of awaiting_payment, paid, shipped, delivered, returns (as shoppers sort them).
    """
    orders = Order.objects.across_stores("the shopper's own orders").select_related("store")
    orders = orders.prefetch_related("lines").order_by("pk")
    mine = OrderGroup.objects.filter(_where(state), person_id=by.require_person())
    return page(
        mine.prefetch_related(Prefetch("orders", queryset=orders)), by="-placed_at", cursor=cursor, size=size
    )


def _where(state: str) -> Q:
    inside = Order.objects.across_stores("the shopper's own orders").filter(group=OuterRef("pk"))
    return {
        "awaiting_payment": Q(state="awaiting_payment", pay_until__gt=clock.now()),
        "paid": Q(Exists(inside.filter(state__in=BEFORE_SHIPPING))),
        "shipped": Q(Exists(inside.filter(state="shipped"))),
        "delivered": Q(Exists(inside.filter(state="delivered"))),
        "returns": Q(Exists(inside.filter(returns__isnull=False))),
    }.get(state, Q())


def whole_orders() -> QuerySet[Order]:
    """Orders with group, store, person, lines, timeline, parcels and returns.

    For one order or group at a time.
    """
    back_lines = ReturnLine.objects.select_related("line")
    backs = Return.objects.across_stores("belongs to the order").prefetch_related(
        Prefetch("lines", queryset=back_lines)
    )
    return (
        Order.objects.across_stores("narrowed by whoever asks")
        .select_related("group", "store", "person")
        .prefetch_related(
            Prefetch("lines", queryset=OrderLine.objects.select_related("product", "variant").order_by("pk")),
            Prefetch("events", queryset=OrderEvent.objects.order_by("at", "pk")),
            "shipments",
            Prefetch("returns", queryset=backs.order_by("pk")),
        )
    )


def is_forgotten(order: Order) -> bool:
    """Whether the store no longer knows whose order it is: its buyer there is nobody. Expects the group."""
    return order.person_id != order.group.person_id


def returnable_until(order: Order) -> datetime | None:
    """Until when goods of the order can go back; None while they cannot (not shipped, the shopper forgotten)."""
    if order.state not in AFTER_SHIPPING or is_forgotten(order):
        return None
    since = order.delivered_at or clock.now()
    return since + timedelta(days=order.store.returns_days)


def possible(order: Order) -> dict[str, bool]:
    """What the shopper may do with the order now: pay, cancel, confirm, ask_return. Expects a whole order."""
    now = clock.now()
    until = returnable_until(order)
    open_return = any(back.state in OPEN_RETURNS for back in order.returns.all())
    lines = order.lines.all()
    left = any(line.returned_quantity < line.quantity for line in lines)
    goes_back = not open_return and grants.takes_returns(line.granted_kind for line in lines)
    unpaid = order.state == "awaiting_payment"
    return {
        "pay": unpaid and order.group.pay_until > now,
        "cancel": unpaid or (order.state in BEFORE_SHIPPING and goes_back),
        "confirm": order.state in ("shipped", "delivered") and not open_return,
        "ask_return": until is not None and until > now and left and goes_back,
    }
