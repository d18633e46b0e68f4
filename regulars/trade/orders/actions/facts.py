"""What is told about orders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from regulars.ground.bus.outbox import announce
from regulars.trade.orders.events import OrderPaid, OrderPlaced, SoldLine
from regulars.trade.orders.models import Order, OrderGroup, OrderLine


def sold_lines(lines: Iterable[OrderLine]) -> tuple[SoldLine, ...]:
    """Lines (with product and variant at hand) as facts carry them."""
    return tuple(
        SoldLine(
            line=line.public_id,
            product=line.product.public_id,
            variant=line.variant.public_id,
            quantity=line.quantity,
            unit_minor=line.unit_minor,
            paid_minor=line.paid_minor,
        )
        for line in lines
    )


def tell_placed(group: OrderGroup, orders: Sequence[Order], lines: Sequence[OrderLine]) -> None:
    """OrderPlaced for each order."""
    announce(
        *(
            OrderPlaced(
                order=order.public_id,
                group=group.public_id,
                currency=order.currency,
                total_minor=order.paid_minor,
                placed_at=order.placed_at.isoformat(),
                lines=sold_lines(each for each in lines if each.order_id == order.pk),
                store_id=order.store_id,
                person_id=order.person_id,
                ref=order.public_id,
            )
            for order in orders
        )
    )


def paid_fact(order: Order, group: OrderGroup, lines: Iterable[OrderLine], *, first: bool) -> OrderPaid:
    """OrderPaid of one order; `first` says that the person never paid in this store before."""
    return OrderPaid(
        order=order.public_id,
        group=group.public_id,
        currency=order.currency,
        paid_minor=order.paid_minor,
        store_discount_minor=order.store_discount_minor,
        market_discount_minor=order.market_discount_minor,
        commission_minor=order.commission_minor,
        paid_at=(order.paid_at or order.placed_at).isoformat(),
        first=first,
        lines=sold_lines(lines),
        store_id=order.store_id,
        person_id=order.person_id,
        ref=order.public_id,
    )
