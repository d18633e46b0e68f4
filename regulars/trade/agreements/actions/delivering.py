"""What was made is sent, arrives, and is accepted: by a word, or by silence that was announced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from regulars.goods.media.pipeline import Rebuilt
from regulars.ground.bus.attempts import attempt
from regulars.ground.bus.clocked import one_by_one
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.trade.agreements import rules
from regulars.trade.agreements.actions.crediting import post_credits
from regulars.trade.agreements.actions.doing import ProofMissing, done
from regulars.trade.agreements.actions.turning import MovedOn, NotYourTurn, about, claim, happen, take
from regulars.trade.agreements.events import AgreementMoved
from regulars.trade.agreements.models import Agreement
from regulars.trade.agreements.queries.finding import WITH, own
from regulars.trade.agreements.queries.standing import day_of, end_of, now_of, state_of
from regulars.trade.agreements.rules.states import ACCEPTED, DELIVERED, SIGNED
from regulars.trade.orders.actions import NotNow, confirm, ship
from regulars.trade.orders.models import Order

BATCH = 200


class TooLate(Refusal):
    """The days to answer are over."""

    status = 409
    code = "accepted-by-silence"
    sentence = _("The days to say no are over, so this counts as accepted. Write to the store.")


@action("agreements.deliver")
def deliver(
    *,
    by: Actor,
    agreement_id: str,
    carrier: str = "",
    tracking: str = "",
    text: str = "",
    photos: Sequence[Rebuilt] = (),
) -> Agreement:
    """The store sends what it made; the order of the balance is shipped with it. Raises NotYourTurn, MovedOn."""
    row, side = own(by, agreement_id)
    _its_turn(row)
    claim(row, "do", side)
    ship(by=by, store=row.store, order=row.order_ref, carrier=carrier, tracking=tracking)
    _sent(by, row, text, photos)
    return row


@action("agreements.sent")
def sent(*, by: Actor, order_ref: str) -> None:
    """The order of an agreement was shipped from the list of orders. System only; safe to repeat."""
    row = _of_order(order_ref)
    if row is None or row.state != SIGNED:
        return
    claim(row, "do", "store")
    _sent(by, row, "", ())


def _its_turn(row: Agreement) -> None:
    turn = now_of(row).turn
    if row.state != SIGNED or turn is None or turn.milestone.kind != "deliver":
        raise NotYourTurn()


def _sent(by: Actor, row: Agreement, text: str, photos: Sequence[Rebuilt]) -> None:
    turn = now_of(row).turn
    assert turn is not None
    post_credits(SYSTEM, row)
    done(by, row, turn, "store", text=text, photos=photos)
    _await(row, clock.now(), None, DELIVERED)
    announce(AgreementMoved(state=DELIVERED, side="store", **about(row)))


def _await(row: Agreement, sent_at: datetime, arrived_at: datetime | None, state: str) -> None:
    """From now on silence counts: until which moment, follows from the signed days."""
    terms = now_of(row).terms
    assert terms is not None
    arrived = day_of(arrived_at) if arrived_at else None
    last = rules.answer_until(day_of(sent_at), arrived, terms.acceptance_days)
    take(row, state, sent_at=sent_at, arrived_at=arrived_at, answer_until=end_of(last))


@action("agreements.arrived")
def arrived(*, by: Actor, order_ref: str, at: datetime) -> None:
    """The parcel is there: the days to answer run from its day. System only; safe to repeat."""
    row = _of_order(order_ref)
    if row is None or state_of(row) != DELIVERED or row.arrived_at or row.sent_at is None or at < row.sent_at:
        return
    _await(row, row.sent_at, at, DELIVERED)
    happen(row, "arrived", "", by)


@action("agreements.accept")
def accept(*, by: Actor, agreement_id: str) -> Agreement:
    """The shopper is content: the agreement ends well, and the store's money becomes due. Safe to repeat."""
    row, side = own(by, agreement_id)
    if row.state != ACCEPTED:
        claim(row, "accept", side, ended_at=clock.now())
        _accepted(by, row, side)
    return row


@action("agreements.accept_by_silence")
def accept_by_silence(*, by: Actor, agreement_pk: int) -> bool:
    """Write down that silence has become acceptance. System only; False when it has not."""
    rows = Agreement.objects.across_stores("silence is the same everywhere")
    row = rows.select_related(*WITH).filter(pk=agreement_pk, state=DELIVERED).first()
    if row is None or state_of(row) != ACCEPTED:
        return False
    try:
        take(row, ACCEPTED, ended_at=row.answer_until)
    except MovedOn:
        return False
    _accepted(by, row, "")
    return True


def accept_silent(*, by: Actor = SYSTEM, limit: int = BATCH) -> int:
    """Write down every acceptance by silence; returns how many. Every reading says so without it."""
    rows = Agreement.objects.across_stores("silence is the same everywhere").filter(
        state=DELIVERED, answer_until__lte=clock.now()
    )
    keys = list(rows.order_by("answer_until").values_list("pk", flat=True)[:limit])
    return sum(one_by_one(keys, lambda pk: accept_by_silence(by=by, agreement_pk=pk)))


def _accepted(by: Actor, row: Agreement, side: str) -> None:
    happen(row, "accepted", side, by)
    announce(AgreementMoved(state=ACCEPTED, side=side, **about(row)))
    complete_order(row)


def complete_order(row: Agreement) -> None:
    """The order completes with its agreement; one that is complete or gone stays as it is."""
    order = Order.objects.of(row.store_id).filter(public_id=row.order_ref).first()
    if order is None or order.state not in ("shipped", "delivered"):
        return
    try:
        with attempt():
            confirm(by=Actor("shopper", person_id=row.person_id), order=order.public_id)
    except NotNow:
        return


@action("agreements.reject")
def reject(*, by: Actor, agreement_id: str, why: str, photos: Sequence[Rebuilt] = ()) -> Agreement:
    """What came is not what was agreed: the store sends it again, better, or the market decides.

    Raises TooLate, MovedOn, BadInput for an empty reason.
    """
    row, side = own(by, agreement_id)
    if not why.strip():
        raise BadInput(_("Say what is not as agreed; the store reads it."), param="why")
    if state_of(row) == ACCEPTED:
        raise TooLate()
    claim(row, "reject", side, answer_until=None)
    happen(row, "rejected", side, by, text=why, photos=photos)
    announce(AgreementMoved(state=row.state, side=side, **about(row)))
    return row


@action("agreements.send_again")
def send_again(*, by: Actor, agreement_id: str, text: str, photos: Sequence[Rebuilt] = ()) -> Agreement:
    """The store made it better and sent it again: the days to answer begin anew. Raises MovedOn, ProofMissing."""
    row, side = own(by, agreement_id)
    if not text.strip():
        raise ProofMissing(param="text")
    claim(row, "send_again", side)
    _await(row, clock.now(), None, DELIVERED)
    happen(row, "sent-again", side, by, text=text, photos=photos)
    announce(AgreementMoved(state=DELIVERED, side=side, **about(row)))
    return row


def _of_order(order_ref: str) -> Agreement | None:
    rows = Agreement.objects.across_stores("an order names its agreement").select_related(*WITH)
    return rows.filter(order_ref=order_ref).first() if order_ref else None
