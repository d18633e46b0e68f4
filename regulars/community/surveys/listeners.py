"""An order completed, a return paid back: moments to ask how it was."""

from __future__ import annotations

from regulars.community.surveys import actions
from regulars.community.surveys.models import ORDER, RETURN
from regulars.community.surveys.queries import was_return
from regulars.ground.bus.listening import listens_to
from regulars.ground.kit.actors import SYSTEM
from regulars.trade.orders.events import OrderConfirmed, RefundMade


@listens_to(OrderConfirmed)
def ask_after_order(fact: OrderConfirmed) -> None:
    """Ask who completed an order."""
    if fact.store_id and fact.person_id:
        actions.invite_after(
            by=SYSTEM,
            store_id=fact.store_id,
            person_id=fact.person_id,
            happened=ORDER,
            order_ref=fact.order,
        )


@listens_to(RefundMade)
def ask_after_return(fact: RefundMade) -> None:
    """Ask who got money back for a return; an order cancelled before it was sent is none."""
    if fact.store_id and fact.person_id and was_return(fact.store_id, fact.back):
        actions.invite_after(
            by=SYSTEM,
            store_id=fact.store_id,
            person_id=fact.person_id,
            happened=RETURN,
            order_ref=fact.order,
        )
