"""What agreements hear of the orders that belong to them."""

from __future__ import annotations

from regulars.ground.bus.listening import listens_to
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.trade.agreements import actions
from regulars.trade.orders.events import OrderDelivered, OrderShipped


@listens_to(OrderShipped)
def order_shipped(fact: OrderShipped) -> None:
    """Shipped from the list of orders: the agreement is delivered."""
    actions.sent(by=SYSTEM, order_ref=fact.order)


@listens_to(OrderDelivered)
def order_delivered(fact: OrderDelivered) -> None:
    """It arrived: the days to answer run."""
    actions.arrived(by=SYSTEM, order_ref=fact.order, at=clock.now())
