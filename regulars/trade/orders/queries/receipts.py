"""The receipt of a group: as it was placed, or made from its lines when it was recorded elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterable

from regulars.trade.offers.rules import Receipt as PriceReceipt
from regulars.trade.orders.models import Order, OrderGroup, OrderLine, Receipt
from regulars.trade.orders.rules.backing import Frozen, recorded_receipt


def receipt_of(group: OrderGroup) -> PriceReceipt:
    """The receipt by which the group's refunds are reckoned."""
    try:
        stored: Receipt = group.receipt
    except Receipt.DoesNotExist:
        return _from_lines(group)
    return PriceReceipt.from_json(json.dumps(stored.body))


def _from_lines(group: OrderGroup) -> PriceReceipt:
    orders = (
        Order.objects.across_stores("the orders of one group").filter(group=group).select_related("store")
    )
    by_pk = {order.pk: order for order in orders}
    lines = list(OrderLine.objects.filter(order__in=by_pk).select_related("variant").order_by("pk"))
    freight = {order.store.public_id: order.freight_minor for order in by_pk.values()}
    paid = {
        order.store.public_id: order.paid_minor
        - sum(line.paid_minor for line in lines if line.order_id == order.pk)
        for order in by_pk.values()
    }
    return recorded_receipt(
        group.currency, [_frozen(line, by_pk[line.order_id]) for line in lines], freight, paid
    )


def _frozen(line: OrderLine, order: Order) -> Frozen:
    return Frozen(
        line.public_id,
        order.store.public_id,
        line.unit_minor,
        line.quantity,
        line.store_discount_minor,
        line.market_discount_minor,
        line.paid_minor,
    )


def line_keys(group: OrderGroup, lines: Iterable[OrderLine]) -> dict[int, str]:
    """How the group's receipt names its lines: by variant, or by themselves when recorded elsewhere."""
    priced = Receipt.objects.filter(pk=group.pk).exists()
    return {line.pk: line.variant.public_id if priced else line.public_id for line in lines}
