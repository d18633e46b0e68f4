"""Orders by which goods of a draw go out."""

from __future__ import annotations

from regulars.trade.orders.models import Order


def group_of_order(order: str) -> str:
    """The group (public id) an order belongs to; empty when there is no such order."""
    rows = Order.objects.across_stores("an order names its group").filter(public_id=order)
    return rows.values_list("group__public_id", flat=True).first() or ""
