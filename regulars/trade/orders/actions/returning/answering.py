"""The store answers a return, or time answers for it; the market decides what is in dispute."""

from __future__ import annotations

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.sanitize import plain
from regulars.ground.kit.texts import paragraphs
from regulars.people.merchants.models import Store
from regulars.trade.orders.actions.history import NotNow
from regulars.trade.orders.actions.refunding import locked, pay_back
from regulars.trade.orders.actions.returning.refusals import SayWhere, SayWhy
from regulars.trade.orders.actions.returning.standing import announce_decided, decide, store_return
from regulars.trade.orders.models import Return
from regulars.trade.orders.queries.store import returns_go_to


@action("orders.accept_return")
def accept_return(
    *, by: Actor, store: Store, back: str, answer: str = "", restock: bool = True, send_to: str = ""
) -> Return:
    """Agree.

    Money goes back at once; when goods have to come back first, `receive_return` pays, and `send_to` says where
    they go: without it, where the last ones went. Raises NotNow.
    """
    by.require("orders", store.pk)
    row = store_return(store, back)
    _accept(by, row, answer, restock=restock, send_to=send_to)
    return row


def _accept(by: Actor, row: Return, answer: str, *, restock: bool, send_to: str = "") -> None:
    order = locked(row.order)
    goods = row.kind == "return_and_refund"
    to = (paragraphs(send_to, limit=300) or returns_go_to(row.store_id)) if goods else ""
    decide(by, row, ("asked", "refused"), "accepted", answer, send_to=to)
    if not goods:
        pay_back(by, order, row, restock=restock)


@action("orders.say_where")
def say_where(*, by: Actor, store: Store, back: str, send_to: str) -> Return:
    """Say where goods on their way back go, when silence agreed or the address was wrong. The shopper gets a letter.

    Raises SayWhere, NotNow.
    """
    by.require("orders", store.pk)
    row, to = store_return(store, back), paragraphs(send_to, limit=300)
    if not to:
        raise SayWhere(param="send_to")
    waiting = Return.objects.of(store).filter(pk=row.pk, state="accepted", kind="return_and_refund")
    if not waiting.update(send_to=to):
        raise NotNow(state=row.state)
    if to != row.send_to:
        row.send_to = to
        announce_decided(row)
    return row


@action("orders.receive_return")
def receive_return(*, by: Actor, store: Store, back: str, restock: bool = True) -> Return:
    """The goods are back: the money goes to the payer. `restock` puts them on sale again. Raises NotNow."""
    by.require("orders", store.pk)
    row = store_return(store, back)
    order = locked(row.order)
    if row.state != "accepted" or not Return.objects.of(store).filter(pk=row.pk, state="accepted").exists():
        raise NotNow(state=row.state)
    pay_back(by, order, row, restock=restock)
    return row


@action("orders.refuse_return")
def refuse_return(*, by: Actor, store: Store, back: str, answer: str) -> Return:
    """Decline with a reason; the shopper may ask the market to decide. Raises SayWhy, NotNow."""
    by.require("orders", store.pk)
    row = store_return(store, back)
    if not plain(answer, limit=500):
        raise SayWhy(param="answer")
    decide(by, row, ("asked",), "refused", answer)
    return row


@action("orders.decide_dispute")
def decide_dispute(*, by: Actor, back: str, refund: bool, answer: str, restock: bool = False) -> Return:
    """The market decides: the money goes back, or the refusal stands.

    Final. Raises SayWhy, NotNow, NotFound.
    """
    by.require("market.orders")
    row = (
        Return.objects.across_stores("the market decides disputes of all stores")
        .filter(public_id=back)
        .first()
    )
    if row is None:
        raise NotFound()
    if not plain(answer, limit=500):
        raise SayWhy(param="answer")
    order = locked(row.order)
    decide(by, row, ("disputed",), "accepted" if refund else "refused", answer)
    if refund:
        pay_back(by, order, row, restock=restock)
    return row


@action("orders.accept_by_time", audit=False)
def accept_by_time(*, by: Actor, return_pk: int) -> bool:
    """Accept one return the store did not answer in time; False when it was answered meanwhile."""
    overdue = Return.objects.across_stores("returns of all stores are due by time").filter(
        pk=return_pk, state="asked", decide_by__lte=clock.now()
    )
    row = overdue.select_related("order").first()
    if row is None:
        return False
    _accept(by, row, "", restock=True)
    return True
