"""Service plans on their way back with the goods they were sold with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from regulars.ground.kit import clock
from regulars.trade.orders.models import Order, OrderLine
from regulars.trade.orders.rules import Backing
from regulars.trade.orders.rules.backing import PlanLeaves
from regulars.trade.services.queries import plans_back


def with_plans(
    order: Order,
    lines: Sequence[OrderLine],
    returns: Mapping[int, int],
    back: Backing,
    asked_at: datetime | None,
) -> Backing:
    """What goes back, with the plans for which no piece is left after `returns` (line key -> units).

    When the return was asked for (now) decides whether that was in the return time.
    """
    left = {
        line.public_id: line.quantity - line.returned_quantity - returns[line.pk]
        for line in lines
        if returns.get(line.pk)
    }
    if not left:
        return back
    ended = plans_back(order.public_id, left, in_return_time=in_return_time(order, asked_at or clock.now()))
    leaves = tuple(
        PlanLeaves(each.contract, each.sums.paid_minor, each.sums.market_minor, each.sums.commission_minor)
        for each in ended
    )
    return replace(back, plans=leaves)


def in_return_time(order: Order, at: datetime) -> bool:
    """Whether goods of the order could go back as a matter of course at a moment."""
    if order.delivered_at is None:
        return True
    return bool(at < order.delivered_at + timedelta(days=order.store.returns_days))
