"""The store gives money back on its own: for some lines, or because it cannot deliver."""

from __future__ import annotations

from collections.abc import Mapping

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.sanitize import plain
from regulars.people.merchants.models import Store
from regulars.trade.orders.actions.history import NotNow, own_order, tell
from regulars.trade.orders.actions.refunding import locked, pay_back
from regulars.trade.orders.actions.returning.opening import chosen, everything, open_return
from regulars.trade.orders.actions.returning.refusals import SayWhy
from regulars.trade.orders.actions.shipping import ReturnOpen, about
from regulars.trade.orders.events import OrderRefused
from regulars.trade.orders.models import Return
from regulars.trade.orders.rules import AFTER_SHIPPING, BEFORE_SHIPPING, REASONS
from regulars.trade.orders.rules.states import OPEN_RETURNS


@action("orders.refund_lines")
def refund_lines(
    *,
    by: Actor,
    store: Store,
    order: str,
    lines: Mapping[str, int],
    freight: bool = False,
    reason: str = "agreed",
    text: str = "",
    restock: bool = False,
) -> Return:
    """The store gives money back on its own. Raises NotNow, ReturnOpen, MoreThanBought, NothingToReturn."""
    by.require("orders", store.pk)
    row = locked(own_order(store, order))
    if row.state not in (*BEFORE_SHIPPING, *AFTER_SHIPPING):
        raise NotNow(state=row.state)
    if row.returns.filter(state__in=OPEN_RETURNS).exists():
        raise ReturnOpen()
    why = reason if reason in REASONS else "agreed"
    kind = "return_and_refund" if restock else "refund_only"
    back = open_return(row, chosen(row, lines), kind, why, text, freight=freight)
    pay_back(by, row, back, restock=restock)
    return back


@action("orders.refuse_order")
def refuse_order(*, by: Actor, store: Store, order: str, reason: str, restock: bool = True) -> Return:
    """The store cannot deliver: everything left goes back to the payer, freight included.

    Raises SayWhy, NotNow.
    """
    by.require("orders", store.pk)
    why = plain(reason, limit=500)
    if not why:
        raise SayWhy(param="reason")
    row = locked(own_order(store, order))
    if row.state not in BEFORE_SHIPPING:
        raise NotNow(state=row.state)
    row.returns.filter(state__in=OPEN_RETURNS).update(state="withdrawn", decided_at=clock.now())
    back = open_return(row, everything(row), "cancel", "other", why, freight=True)
    announce(OrderRefused(order=row.public_id, reason=why, **about(row)))
    tell([row], "refused", by, why)
    pay_back(by, row, back, restock=restock)
    return back
