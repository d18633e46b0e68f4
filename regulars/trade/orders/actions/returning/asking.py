"""What the shopper does about a return: ask, withdraw, send the goods, put it before the market."""

from __future__ import annotations

from collections.abc import Mapping

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound
from regulars.ground.kit.sanitize import plain
from regulars.ground.kit.texts import paragraphs
from regulars.trade.orders.actions.history import NotNow, tell
from regulars.trade.orders.actions.refunding import locked, pay_back
from regulars.trade.orders.actions.returning.opening import chosen, everything, open_return
from regulars.trade.orders.actions.returning.refusals import NoReason, TooLateToReturn
from regulars.trade.orders.actions.returning.standing import decide, tell_decided
from regulars.trade.orders.actions.shipping import ReturnOpen, about
from regulars.trade.orders.events import ReturnAsked
from regulars.trade.orders.models import Order, Return
from regulars.trade.orders.queries.shopper import is_forgotten, own_order_of, returnable_until
from regulars.trade.orders.rules import AFTER_SHIPPING, BEFORE_SHIPPING, REASONS, RETURN_KINDS
from regulars.trade.orders.rules.states import OPEN_RETURNS


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
    Raises NotNow, ReturnOpen, TooLateToReturn, MoreThanBought, NothingToReturn, NoReason, BadInput.
    """
    if kind not in RETURN_KINDS:
        raise BadInput(param="kind")
    if reason not in REASONS:
        raise NoReason(param="reason")
    row = locked(own_order_of(by, order, guest_key))
    _may_ask(row, kind)
    units = everything(row) if kind == "cancel" else chosen(row, lines or {})
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


@action("orders.withdraw_return")
def withdraw_return(*, by: Actor, back: str, guest_key: str = "") -> Return:
    """The shopper no longer wants the money back. Raises NotNow."""
    row = _own_return(by, back, guest_key)
    decide(by, row, ("asked", "disputed", "accepted"), "withdrawn")
    return row


@action("orders.send_back")
def send_back(*, by: Actor, back: str, carrier: str = "", tracking: str = "", guest_key: str = "") -> Return:
    """Say that the goods are on their way, and by which carrier; corrected until they have arrived. Raises NotNow."""
    row = _own_return(by, back, guest_key)
    going = Return.objects.of(row.store_id).filter(pk=row.pk, state="accepted", kind="return_and_refund")
    row.carrier, row.tracking = plain(carrier, limit=60), plain(tracking, limit=80)
    row.sent_at = row.sent_at or clock.now()
    if not going.update(carrier=row.carrier, tracking=row.tracking, sent_at=row.sent_at):
        raise NotNow(state=row.state)
    tell([row.order], "return-sent", by, " ".join(part for part in (row.carrier, row.tracking) if part))
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
    tell_decided(by, row)
    return row


def _own_return(by: Actor, back: str, guest_key: str) -> Return:
    row = (
        Return.objects.across_stores("the shopper's own return")
        .filter(public_id=back)
        .select_related("order")
        .first()
    )
    if row is None:
        raise NotFound()
    if is_forgotten(own_order_of(by, row.order.public_id, guest_key)):
        raise NotFound()
    return row
