"""Goods on trial arrived: the days until the report begin."""

from __future__ import annotations

from regulars.ground.bus.listening import listens_to
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.trade.draws import actions
from regulars.trade.draws.queries.groups import group_of_order
from regulars.trade.orders.events import OrderConfirmed, OrderDelivered


@listens_to(OrderDelivered)
def delivered(fact: OrderDelivered) -> None:
    """The parcel arrived."""
    _arrived(fact.order)


@listens_to(OrderConfirmed)
def confirmed(fact: OrderConfirmed) -> None:
    """The buyer says that it arrived."""
    _arrived(fact.order)


def _arrived(order: str) -> None:
    group = group_of_order(order)
    if group:
        actions.arrived(by=SYSTEM, group=group, at=clock.now())
