"""An agreement ends early: by one side at the signed cost, or by the market's word."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.trade.advances.actions import settle_advance
from regulars.trade.advances.models import Advance
from regulars.trade.agreements import rules
from regulars.trade.agreements.actions.crediting import post_credits
from regulars.trade.agreements.actions.delivering import TooLate, complete_order
from regulars.trade.agreements.actions.proposing import OrderWaits
from regulars.trade.agreements.actions.turning import MovedOn, about, claim, happen, take
from regulars.trade.agreements.events import AgreementMoved
from regulars.trade.agreements.models import Agreement, Duty
from regulars.trade.agreements.queries.finding import disputed_agreement, own
from regulars.trade.agreements.queries.money import left_minor
from regulars.trade.agreements.queries.standing import day_of, now_of, state_of, today
from regulars.trade.agreements.rules.states import ACCEPTED, DECIDED, DISPUTED, SIGNED
from regulars.trade.orders.actions import give_back_amount
from regulars.trade.orders.models import Order


class NotAnyMore(Refusal):
    """Everything is paid."""

    status = 409
    code = "paid-in-full"
    sentence = _("Everything is paid, so this can no longer be cancelled. Put it before the market instead.")


class AmountsChanged(Refusal):
    """What stays and what goes back is no longer what the page said."""

    status = 409
    code = "amounts-changed"
    sentence = _("What stays and what goes back has changed. Look at the amounts and decide again.")


class AmountWrong(BadInput):
    """More than there is."""

    code = "amount-wrong"
    sentence = _("Give an amount from nothing to everything that was paid.")


@dataclass(frozen=True, slots=True)
class Split:
    """What stays with the store and what goes back, in minor units; together everything paid."""

    kept_minor: int
    returned_minor: int


@action("agreements.cancel")
def cancel(*, by: Actor, agreement_id: str, why: str, kept_minor: int) -> Agreement:
    """End a running agreement at the cost that both signed. `kept_minor` is what the page said the store keeps.

    Raises MovedOn, AmountsChanged, NotAnyMore, OrderWaits, BadInput for an empty reason.
    """
    row, side = own(by, agreement_id)
    if not why.strip():
        raise BadInput(_("Say why; the other side reads it."), param="why")
    if row.group_ref and not row.order_ref:
        raise OrderWaits()
    now = now_of(row)
    if row.state != SIGNED or now.terms is None:
        raise MovedOn(state=row.state)
    gives_up = rules.gives_up(now.standing, side, now.terms.give_up_days)
    if row.order_ref and side == "shopper" and not gives_up:
        raise NotAnyMore()
    left = left_minor(row)
    kept = 0 if row.order_ref else rules.kept_when(now.terms, now.standing, side, left)
    if kept != kept_minor:
        raise AmountsChanged(kept_minor=kept)
    claim(row, "cancel", side, ended_at=clock.now())
    split = _settle(by, row, kept, left - kept, "cancelled")
    happen(row, "cancelled", side, by, text=why, amount_minor=split.returned_minor)
    _tell(row, side, split)
    return row


@action("agreements.dispute")
def dispute(*, by: Actor, agreement_id: str, why: str) -> Agreement:
    """Put the agreement before the market, which then sees everything in it. Raises MovedOn, TooLate, BadInput.

    After a proof was refused often enough no reason is asked for: the refusals say what it is about.
    """
    row, side = own(by, agreement_id)
    if not why.strip() and now_of(row).refusals < rules.REFUSALS:
        raise BadInput(_("Say what it is about; the other side and the market read it."), param="why")
    if row.group_ref and not row.order_ref:
        raise OrderWaits()
    if state_of(row) == ACCEPTED:
        raise TooLate()
    post_credits(SYSTEM, row)
    claim(row, "dispute", side, disputed_at=clock.now(), answer_until=None)
    happen(row, "disputed", side, by, text=why)
    announce(AgreementMoved(state=DISPUTED, side=side, **about(row)))
    return row


@action("agreements.decide")
def decide(*, by: Actor, agreement_id: str, returned_minor: int, why: str) -> Agreement:
    """The market decides: so much goes back to the shopper, the rest stays with the store.

    Of an order that was paid and never sent only everything can go back with this; with less the agreement
    goes on, and the store still delivers. Needs market.orders. Raises MovedOn, AmountWrong, BadInput.
    """
    by.require("market.orders")
    row = disputed_agreement(by=by, public_id=agreement_id)
    if not why.strip():
        raise BadInput(_("Give the reason; both sides read it."), param="why")
    if row.state != DISPUTED:
        raise MovedOn(state=row.state)
    left = left_minor(row)
    if not 0 <= returned_minor <= left:
        raise AmountWrong(param="returned", left_minor=left)
    goes_on = bool(row.order_ref) and row.sent_at is None and returned_minor < left
    take(row, SIGNED if goes_on else DECIDED, ended_at=None if goes_on else clock.now())
    if goes_on:
        skip_days(row)
    split = _settle(by, row, left - returned_minor, returned_minor, "decided")
    note(returned_minor=split.returned_minor, kept_minor=split.kept_minor, currency=row.currency)
    happen(row, "decided", "market", by, text=why, amount_minor=split.returned_minor)
    if row.state == DECIDED:
        complete_order(row)
    _tell(row, "market", split)
    return row


def skip_days(row: Agreement) -> None:
    """The days for which the market had it count for nobody."""
    turn = now_of(row).turn
    if turn is not None and row.disputed_at is not None:
        days = rules.lay_days(day_of(row.disputed_at), today())
        duties = Duty.objects.of(row.store_id).filter(agreement=row, key=turn.milestone.key)
        duties.update(carried_days=F("carried_days") + days)


def _settle(by: Actor, row: Agreement, kept: int, returned: int, why: str) -> Split:
    if row.order_ref:
        if returned:
            order = Order.objects.of(row.store_id).get(public_id=row.order_ref)
            give_back_amount(by=SYSTEM, order=order, amount_minor=returned, why=row.title)
        return Split(kept, returned)
    advances = _advances(row)
    parts = rules.shares(kept, [one.amount_minor for one in advances])
    for advance, (stays, _back) in zip(advances, parts, strict=True):
        settle_advance(by=by, advance=advance, kept_minor=stays, why=why)
    return Split(sum(part[0] for part in parts), sum(part[1] for part in parts))


def _advances(row: Agreement) -> list[Advance]:
    duties = Duty.objects.of(row.store_id).filter(agreement=row, paid_minor__gt=0)
    names = list(duties.values_list("advance_ref", flat=True))
    return list(Advance.objects.of(row.store_id).filter(public_id__in=names, state="paid").order_by("pk"))


def _tell(row: Agreement, side: str, split: Split) -> None:
    announce(
        AgreementMoved(
            state=row.state,
            side=side,
            kept_minor=split.kept_minor,
            returned_minor=split.returned_minor,
            currency=row.currency,
            **about(row),
        )
    )
