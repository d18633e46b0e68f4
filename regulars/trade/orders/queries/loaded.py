"""What was loaded together with an order or a return, as lists. No question to the database."""

from __future__ import annotations

from regulars.trade.orders.models import (
    Order,
    OrderEvent,
    OrderGroup,
    OrderLine,
    Return,
    ReturnLine,
    Shipment,
)


def parts_of(group: OrderGroup) -> list[Order]:
    """The orders of a group, one a store."""
    return list(group.orders.all())


def lines_of(order: Order) -> list[OrderLine]:
    """What was bought."""
    return list(order.lines.all())


def left_of(order: Order) -> dict[str, int]:
    """How many pieces of each line (public id) have not gone back."""
    return {line.public_id: line.quantity - line.returned_quantity for line in order.lines.all()}


def steps_of(order: Order) -> list[OrderEvent]:
    """What happened, the first step first."""
    return list(order.events.all())


def parcels_of(order: Order) -> list[Shipment]:
    """The parcels."""
    return list(order.shipments.all())


def returns_in(order: Order) -> list[Return]:
    """What was asked back of the order."""
    return list(order.returns.all())


def lines_back(back: Return) -> list[ReturnLine]:
    """What goes back with a return."""
    return list(back.lines.all())
