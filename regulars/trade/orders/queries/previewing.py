"""What a refund gives back, to the cent: asked by pages before anybody decides, and by the refund itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from regulars.trade.orders.models import Order, OrderLine
from regulars.trade.orders.queries.planned_backs import with_plans
from regulars.trade.orders.queries.receipts import line_keys, receipt_of
from regulars.trade.orders.rules import Backing, backing
from regulars.trade.orders.rules.backing import Sold


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a return gives back, and the line rows it touches by their receipt names."""

    backing: Backing
    lines: Mapping[str, OrderLine]
    freight: bool


def reckon(
    order: Order, returns: Mapping[int, int], *, freight: bool, asked_at: datetime | None = None
) -> Reckoned:
    """What `returns` (line key -> units) give back now. Raises ValueError for more units than are left.

    `asked_at` is when the return was asked for (now), which counts for service plans.
    Uses lines and returns that came with the order, else asks for them.
    """
    lines = sorted(order.lines.all(), key=lambda line: line.pk)
    names = line_keys(order.group, lines)
    sold = [Sold(names[line.pk], line.commission_minor, line.returned_quantity) for line in lines]
    wanted = {names[pk]: units for pk, units in returns.items()}
    gone = freight_is_back(order)
    back = backing(receipt_of(order.group), sold, wanted, freight=freight, freight_gone=gone)
    back = with_plans(order, lines, returns, back, asked_at)
    return Reckoned(back, {names[line.pk]: line for line in lines}, freight and not gone)


def refund_preview(order: Order, units: Mapping[str, int], *, freight: bool = False) -> Backing:
    """What going back of `units` (line public id -> pieces) gives back now, to the cent.

    Expects the order with group, lines and returns. Raises ValueError for more pieces than are left.
    """
    returns = {line.pk: units[line.public_id] for line in order.lines.all() if units.get(line.public_id)}
    return reckon(order, returns, freight=freight).backing


def freight_is_back(order: Order) -> bool:
    """Whether the freight of the order was paid back already. Expects the order with its returns."""
    return any(back.state == "refunded" and back.split.get("freight") for back in order.returns.all())
