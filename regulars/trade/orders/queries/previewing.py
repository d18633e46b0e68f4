"""What a refund would give back, before anybody decides."""

from __future__ import annotations

from collections.abc import Mapping

from regulars.trade.orders.models import Order
from regulars.trade.orders.queries.receipts import line_keys, receipt_of
from regulars.trade.orders.rules import Backing, backing
from regulars.trade.orders.rules.backing import Sold


def refund_preview(order: Order, units: Mapping[str, int], *, freight: bool = False) -> Backing:
    """What going back of `units` (line public id -> pieces) gives back now, to the cent.

    Expects the order with group, lines and returns. Raises ValueError for more pieces than are left.
    """
    lines = list(order.lines.all())
    names = line_keys(order.group, lines)
    sold = [Sold(names[line.pk], line.commission_minor, line.returned_quantity) for line in lines]
    wanted = {names[line.pk]: units[line.public_id] for line in lines if units.get(line.public_id)}
    return backing(
        receipt_of(order.group), sold, wanted, freight=freight, freight_gone=freight_is_back(order)
    )


def freight_is_back(order: Order) -> bool:
    """Whether the freight of the order was paid back already. Expects the order with its returns."""
    return any(back.state == "refunded" and back.split.get("freight") for back in order.returns.all())
