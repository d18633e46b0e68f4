"""Recorded orders as rows, not yet stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from regulars.trade.orders.models import Order, OrderEvent, OrderGroup, OrderLine, Return, Shipment
from regulars.trade.orders.rules import RecordedGroup, RecordedLine, RecordedOrder
from regulars.trade.settlement.rules import commission

GROUP_STATES = ("awaiting_payment", "paid", "expired", "cancelled")
ORDER_STATES = (
    "awaiting_payment",
    "paid",
    "processing",
    "shipped",
    "delivered",
    "confirmed",
    "cancelled",
    "expired",
    "refunded",
)
PAY_WITHIN = timedelta(minutes=30)
SHIP_WITHIN = timedelta(days=2)


@dataclass(slots=True)
class Made:
    """Rows that belong together; `group_of` runs along `orders`, `order_of` along `lines`."""

    groups: list[OrderGroup] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    group_of: list[OrderGroup] = field(default_factory=list)
    lines: list[OrderLine] = field(default_factory=list)
    order_of: list[Order] = field(default_factory=list)
    events: list[tuple[Order, list[OrderEvent]]] = field(default_factory=list)
    parcels: list[tuple[Order, Shipment]] = field(default_factory=list)
    backs: list[tuple[Order, Return]] = field(default_factory=list)


def make(groups: Sequence[RecordedGroup], provider: str) -> Made:
    """The rows of `groups`. Raises ValueError for values that do not fit together."""
    made = Made()
    for said in groups:
        group = _group(said)
        made.groups.append(group)
        for part in said.orders:
            _add_order(made, group, said, part)
    return made


def _group(said: RecordedGroup) -> OrderGroup:
    if said.state not in GROUP_STATES or not said.orders:
        raise ValueError(f"{said.external_ref}: no such state, or no orders")
    return OrderGroup(
        person_id=said.person_pk,
        currency=said.currency,
        state=said.state,
        address=dict(said.address),
        language=said.language,
        external_ref=said.external_ref,
        placed_at=said.placed_at,
        pay_until=said.placed_at + PAY_WITHIN,
        paid_at=said.paid_at,
        ended_at=max((o.ended_at for o in said.orders if o.ended_at), default=None)
        if said.state != "paid"
        else None,
    )


def _add_order(made: Made, group: OrderGroup, said: RecordedGroup, part: RecordedOrder) -> None:
    if part.state not in ORDER_STATES or not part.lines:
        raise ValueError(f"{said.external_ref}: an order has no such state, or no lines")
    order = _order(said, part)
    rows = [_line(each, said.external_ref) for each in part.lines]
    for row in rows:
        _count(order, row)
    _count_group(group, order)
    gave_back = part.state in ("refunded", "cancelled") and said.paid_at is not None
    if gave_back:
        _all_back(made, order, rows, part)
    made.orders.append(order)
    made.group_of.append(group)
    made.lines += rows
    made.order_of += [order] * len(rows)
    made.events.append((order, list(_steps(said, part, gave_back))))
    if part.shipped_at is not None:
        made.parcels.append((order, _parcel(part, part.shipped_at)))


def _order(said: RecordedGroup, part: RecordedOrder) -> Order:
    paid_freight = part.freight_minor - part.freight_market_discount_minor
    if part.freight_minor < 0 or paid_freight < 0:
        raise ValueError(f"{said.external_ref}: freight below zero")
    gone = part.state in ("cancelled", "refunded") and said.paid_at is not None
    return Order(
        store_id=part.store_pk,
        person_id=said.person_pk,
        currency=said.currency,
        placed_at=said.placed_at,
        state="refunded" if gone else part.state,
        freight_minor=part.freight_minor,
        paid_minor=paid_freight,
        market_discount_minor=part.freight_market_discount_minor,
        paid_at=said.paid_at,
        ship_by=_ship_by(said, part),
        shipped_at=part.shipped_at,
        delivered_at=part.delivered_at,
        confirmed_at=part.confirmed_at,
        ended_at=part.ended_at or part.confirmed_at,
    )


def _ship_by(said: RecordedGroup, part: RecordedOrder) -> datetime | None:
    return part.ship_by or (said.paid_at + SHIP_WITHIN if said.paid_at else None)


def _line(said: RecordedLine, ref: str) -> OrderLine:
    sound = said.quantity > 0 and said.unit_minor >= 0 and said.paid_minor >= 0
    if not sound or said.store_discount_minor < 0 or said.market_discount_minor < 0:
        raise ValueError(f"{ref}: a line's amounts do not add up")
    return OrderLine(
        product_id=said.product_pk,
        variant_id=said.variant_pk,
        title=said.title[:160],
        title_zh=said.title_zh[:160],
        options=dict(said.options),
        cover=said.cover,
        unit_minor=said.unit_minor,
        quantity=said.quantity,
        list_minor=said.list_minor,
        store_discount_minor=said.store_discount_minor,
        market_discount_minor=said.market_discount_minor,
        paid_minor=said.paid_minor,
        commission_bp=said.commission_bp,
        commission_minor=commission(said.paid_minor + said.market_discount_minor, said.commission_bp),
    )


def _count(order: Order, row: OrderLine) -> None:
    order.goods_minor += row.list_minor
    order.store_discount_minor += row.store_discount_minor
    order.market_discount_minor += row.market_discount_minor
    order.paid_minor += row.paid_minor
    order.commission_minor += row.commission_minor


def _count_group(group: OrderGroup, order: Order) -> None:
    group.goods_minor += order.goods_minor
    group.freight_minor += order.freight_minor
    group.total_minor += order.paid_minor
    group.discount_minor += order.goods_minor + order.freight_minor - order.paid_minor


def _all_back(made: Made, order: Order, rows: Sequence[OrderLine], part: RecordedOrder) -> None:
    at = part.ended_at or order.paid_at
    order.ended_at, order.refunded_minor = at, order.paid_minor
    for row in rows:
        row.returned_quantity = row.quantity
    split = {
        "freight": True,
        "market_minor": order.market_discount_minor,
        "commission_minor": order.commission_minor,
        "completed": order.confirmed_at is not None,
    }
    made.backs.append(
        (
            order,
            Return(
                store_id=order.store_id,
                kind="cancel",
                state="refunded",
                reason="other",
                currency=order.currency,
                amount_minor=order.paid_minor,
                freight_minor=part.freight_minor - part.freight_market_discount_minor,
                decide_by=at,
                asked_at=at,
                decided_at=at,
                refunded_at=at,
                split=split,
            ),
        )
    )


def _steps(said: RecordedGroup, part: RecordedOrder, gave_back: bool) -> Iterator[OrderEvent]:
    moments = [
        ("placed", said.placed_at),
        ("paid", said.paid_at),
        ("shipped", part.shipped_at),
        ("delivered", part.delivered_at),
        ("confirmed", part.confirmed_at),
    ]
    ended = part.state in ("cancelled", "expired", "refunded")
    if ended and part.ended_at is not None:
        moments.append(("refunded" if gave_back else part.state, part.ended_at))
    for kind, at in moments:
        if at is not None:
            yield OrderEvent(kind=kind, by_kind="system", at=at)


def _parcel(part: RecordedOrder, shipped_at: datetime) -> Shipment:
    return Shipment(
        carrier=part.carrier[:60],
        tracking=part.tracking[:80],
        shipped_at=shipped_at,
        delivered_at=part.delivered_at,
    )
