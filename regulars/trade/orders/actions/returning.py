"""Returns: asked for by shoppers, decided by stores, in dispute by the market."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.ground.kit.texts import paragraphs
from regulars.people.merchants.models import Store
from regulars.trade.orders.actions.basket import pieces
from regulars.trade.orders.actions.history import NotNow, own_order, tell
from regulars.trade.orders.actions.refunding import Reckoned, locked, pay_back, reckon
from regulars.trade.orders.actions.shipping import ReturnOpen, about
from regulars.trade.orders.events import OrderRefused, ReturnAsked, ReturnDecided
from regulars.trade.orders.models import Order, Return, ReturnLine
from regulars.trade.orders.queries.shopper import own_order_of, returnable_until
from regulars.trade.orders.rules import AFTER_SHIPPING, BEFORE_SHIPPING, REASONS, RETURN_KINDS
from regulars.trade.orders.rules.states import OPEN_RETURNS

ANSWER_WITHIN = timedelta(days=3)


class TooLateToReturn(Refusal):
    """The time for returns is over, or the order is not there yet."""

    code = "too-late-to-return"
    sentence = _(
        "The time for returning this order is over, or it has not arrived yet. Write to the store instead."
    )


class MoreThanBought(BadInput):
    """Not that many are left to go back."""

    code = "more-than-bought"
    sentence = _("You cannot send back more than you bought. Lower the number.")


class NothingToReturn(BadInput):
    """No lines."""

    code = "nothing-to-return"
    sentence = _("Choose what should go back.")


class SayWhy(BadInput):
    """A refusal needs a reason that the other side can read."""

    code = "say-why"
    sentence = _("Say why in a few words; the other side will read it.")


@action("orders.ask_return")
def ask_return(
    *,
    by: Actor,
    order: str,
    lines: Mapping[str, int] | None = None,
    kind: str,
    reason: str,
    text: str = "",
    freight: bool = False,
    guest_key: str = "",
) -> Return:
    """Ask for money back: "cancel" (before shipping, everything left), "refund_only", "return_and_refund".

    `lines`: line public id -> units. A cancel of an order the store has not begun is accepted at once.
    Raises NotNow, ReturnOpen, TooLateToReturn, MoreThanBought, NothingToReturn, BadInput.
    """
    if kind not in RETURN_KINDS or reason not in REASONS:
        raise BadInput(param="kind" if kind not in RETURN_KINDS else "reason")
    row = locked(own_order_of(by, order, guest_key))
    _may_ask(row, kind)
    units = _everything(row) if kind == "cancel" else _chosen(row, lines or {})
    back = open_return(row, units, kind, reason, text, freight=freight or kind == "cancel")
    tell([row], "return-asked", by, back.public_id)
    announce(
        ReturnAsked(
            order=row.public_id,
            back=back.public_id,
            kind=kind,
            reason=reason,
            amount_minor=back.amount_minor,
            currency=row.currency,
            **about(row),
        )
    )
    if kind == "cancel" and row.state == "paid":
        pay_back(by, row, back, restock=True)
    return back


def _may_ask(row: Order, kind: str) -> None:
    if row.returns.filter(state__in=OPEN_RETURNS).exists():
        raise ReturnOpen()
    if kind == "cancel":
        if row.state not in BEFORE_SHIPPING:
            raise NotNow(state=row.state)
        return
    until = returnable_until(row)
    if row.state not in AFTER_SHIPPING or until is None or until <= clock.now():
        raise TooLateToReturn(state=row.state)


def _everything(row: Order) -> dict[int, int]:
    left = {line.pk: line.quantity - line.returned_quantity for line in row.lines.order_by("pk")}
    return {pk: units for pk, units in left.items() if units}


def _chosen(row: Order, lines: Mapping[str, int]) -> dict[int, int]:
    known = {line.public_id: line for line in row.lines.order_by("pk")}
    units: dict[int, int] = {}
    for name, value in lines.items():
        if name not in known:
            raise NotFound()
        units[known[name].pk] = pieces(value)
        if units[known[name].pk] > known[name].quantity - known[name].returned_quantity:
            raise MoreThanBought(param="lines", line=name)
    if not units:
        raise NothingToReturn(param="lines")
    return units


def open_return(
    row: Order, units: Mapping[int, int], kind: str, reason: str, text: str, *, freight: bool
) -> Return:
    """A return as asked, with the amounts it would give back today."""
    if not units:
        raise NothingToReturn(param="lines")
    what = reckon(row, units, freight=freight)
    back = Return.objects.create(
        order=row,
        store_id=row.store_id,
        kind=kind,
        reason=reason,
        text=paragraphs(text, limit=1000),
        amount_minor=what.backing.total_minor,
        freight_minor=what.backing.freight_minor,
        currency=row.currency,
        decide_by=clock.now() + ANSWER_WITHIN,
        split={"freight": what.freight},
    )
    amounts = _amounts(what)
    ReturnLine.objects.bulk_create(
        [ReturnLine(back=back, line_id=pk, quantity=units[pk], amount_minor=amounts[pk]) for pk in units]
    )
    return back


def _amounts(what: Reckoned) -> dict[int, int]:
    return {what.lines[part.line_id].pk: part.paid_minor for part in what.backing.lines}


@action("orders.withdraw_return")
def withdraw_return(*, by: Actor, back: str, guest_key: str = "") -> Return:
    """The shopper no longer wants the money back. Raises NotNow."""
    row = _own_return(by, back, guest_key)
    _decide(by, row, ("asked", "disputed", "accepted"), "withdrawn")
    return row


@action("orders.accept_return")
def accept_return(*, by: Actor, store: Store, back: str, answer: str = "", restock: bool = True) -> Return:
    """Agree.

    Money goes back at once; when goods have to come back first, `receive_return` pays. Raises
    NotNow.
    """
    by.require("orders", store.pk)
    row = _store_return(store, back)
    _accept(by, row, answer, restock=restock)
    return row


def _accept(by: Actor, row: Return, answer: str, *, restock: bool) -> None:
    order = locked(row.order)
    _decide(by, row, ("asked", "refused"), "accepted", answer)
    if row.kind != "return_and_refund":
        pay_back(by, order, row, restock=restock)


@action("orders.receive_return")
def receive_return(*, by: Actor, store: Store, back: str, restock: bool = True) -> Return:
    """The goods are back: the money goes to the payer. `restock` puts them on sale again. Raises NotNow."""
    by.require("orders", store.pk)
    row = _store_return(store, back)
    order = locked(row.order)
    if row.state != "accepted" or not Return.objects.of(store).filter(pk=row.pk, state="accepted").exists():
        raise NotNow(state=row.state)
    pay_back(by, order, row, restock=restock)
    return row


@action("orders.refuse_return")
def refuse_return(*, by: Actor, store: Store, back: str, answer: str) -> Return:
    """Decline with a reason; the shopper may ask the market to decide. Raises SayWhy, NotNow."""
    by.require("orders", store.pk)
    row = _store_return(store, back)
    if not plain(answer, limit=500):
        raise SayWhy(param="answer")
    _decide(by, row, ("asked",), "refused", answer)
    return row


@action("orders.dispute")
def dispute(*, by: Actor, back: str, text: str = "", guest_key: str = "") -> Return:
    """Ask the market to decide about a return that was refused or never carried out. Raises NotNow."""
    row = _own_return(by, back, guest_key)
    if row.disputed_at is not None:
        raise NotNow(state=row.state)
    now = clock.now()
    told = paragraphs(f"{row.text}\n{text}", limit=1000) if text else row.text
    changed = Return.objects.of(row.store_id).filter(
        pk=row.pk, state__in=["refused", "accepted"], disputed_at=None
    )
    if not changed.update(state="disputed", disputed_at=now, text=told):
        raise NotNow(state=row.state)
    row.refresh_from_db()
    _tell_decided(by, row)
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
    _decide(by, row, ("disputed",), "accepted" if refund else "refused", answer)
    if refund:
        pay_back(by, order, row, restock=restock)
    return row


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
    back = open_return(row, _chosen(row, lines), kind, why, text, freight=freight)
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
    back = open_return(row, _everything(row), "cancel", "other", why, freight=True)
    announce(OrderRefused(order=row.public_id, reason=why, **about(row)))
    tell([row], "refused", by, why)
    pay_back(by, row, back, restock=restock)
    return back


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


def _decide(by: Actor, row: Return, states: tuple[str, ...], to: str, answer: str = "") -> None:
    now = clock.now()
    rows = Return.objects.of(row.store_id).filter(pk=row.pk, state__in=states)
    said = plain(answer, limit=500) or row.answer
    if not rows.update(state=to, decided_at=now, answer=said):
        raise NotNow(state=row.state)
    row.state, row.decided_at, row.answer = to, now, said
    _tell_decided(by, row)


def _tell_decided(by: Actor, row: Return) -> None:
    tell([row.order], f"return-{row.state}", by, row.public_id)
    announce(
        ReturnDecided(order=row.order.public_id, back=row.public_id, state=row.state, **about(row.order))
    )


def _own_return(by: Actor, back: str, guest_key: str) -> Return:
    row = (
        Return.objects.across_stores("the shopper's own return")
        .filter(public_id=back)
        .select_related("order")
        .first()
    )
    if row is None:
        raise NotFound()
    own_order_of(by, row.order.public_id, guest_key)
    return row


def _store_return(store: Store, back: str) -> Return:
    row = Return.objects.of(store).filter(public_id=back).select_related("order").first()
    if row is None:
        raise NotFound()
    return row
