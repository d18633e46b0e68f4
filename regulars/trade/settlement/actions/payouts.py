"""Payouts: what a store is owed is sent, once per period."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.trade.settlement.actions.posting import write
from regulars.trade.settlement.actions.turns import take_turn
from regulars.trade.settlement.events import PayoutReturned, PayoutSent
from regulars.trade.settlement.models import Payout
from regulars.trade.settlement.queries.payouts import PayoutPlan, period_of, plan_payouts, prepared_for
from regulars.trade.settlement.rules import payout_entry, payout_returned_entry, payout_sent_entry


class PayoutGone(Refusal):
    """Somebody was faster."""

    status = 409
    code = "payout-gone"
    sentence = _("This payout is not open any more. Reload the list to see what became of it.")


def prepare_payouts(
    *, by: Actor, upto: datetime, dry_run: bool = False, period: str = ""
) -> list[PayoutPlan]:
    """Prepare a payout for every store with a positive balance at `upto` and now, each on its own.

    `period` (default: the day of `upto` in the market's zone) makes each store and currency paid once in
    it; a run that was killed, or a second one beside it, completes the same list. Returns the period's
    payouts; with `dry_run` only what would be prepared. Needs market.money.
    """
    by.require("market.money")
    named = period or period_of(upto)
    plans = plan_payouts(upto, named)
    if dry_run:
        return plans
    for plan in plans:
        prepare_payout(by=by, store_id=plan.store_id, currency=plan.currency, upto=upto, period=named)
    return prepared_for(named)


@action("settlement.prepare_payout")
def prepare_payout(*, by: Actor, store_id: int, currency: str, upto: datetime, period: str) -> Payout | None:
    """Prepare one store's payout of a period; None when nothing is owed. Needs market.money."""
    by.require("market.money")
    take_turn(f"payout:{store_id}:{currency}")
    before = Payout.objects.filter(store_id=store_id, currency=currency, period=period).first()
    if before is not None:
        return before
    plans = plan_payouts(upto, period, store_id=store_id, currency=currency)
    return _prepare(plans[0]) if plans else None


def _prepare(plan: PayoutPlan) -> Payout:
    payout = Payout.objects.create(
        store_id=plan.store_id, currency=plan.currency, amount_minor=plan.amount_minor, period=plan.period
    )
    key = f"payout:{plan.store_id}:{plan.currency}:{plan.period}"
    write(
        payout_entry(
            payout.public_id, key, plan.store_id, plan.currency, plan.amount_minor, payout.prepared_at
        )
    )
    return payout


@action("settlement.send_payout")
def send_payout(*, by: Actor, payout_id: str, bank_ref: str = "") -> Payout:
    """The bank carried out a prepared payout. Again for a sent one: nothing. Needs market.money.

    Raises NotFound, PayoutGone for a returned one.
    """
    by.require("market.money")
    now = clock.now()
    taken = Payout.objects.filter(public_id=payout_id, state="prepared").update(
        state="sent", sent_at=now, bank_ref=plain(bank_ref, limit=80)
    )
    payout = _payout(payout_id)
    if not taken and payout.state != "sent":
        raise PayoutGone()
    if taken:
        write(payout_sent_entry(payout.public_id, payout.currency, payout.amount_minor, now))
        _announce_sent(payout)
    return payout


def _announce_sent(payout: Payout) -> None:
    announce(
        PayoutSent(
            payout=payout.public_id,
            amount_minor=payout.amount_minor,
            currency=payout.currency,
            period=payout.period,
            store_id=payout.store_id,
            ref=payout.public_id,
        )
    )


@action("settlement.return_payout")
def return_payout(*, by: Actor, payout_id: str, reason: str) -> Payout:
    """A payout did not reach the store (or will not be sent): the store is owed the money again.

    Needs market.money. Raises NotFound, PayoutGone when it was returned before, BadInput without a reason.
    """
    by.require("market.money")
    words = plain(reason, limit=200)
    if not words:
        raise BadInput(_("Say why the payout came back, so that the store can mend it."), param="reason")
    before = _payout(payout_id)
    if (
        not Payout.objects.filter(pk=before.pk, state=before.state)
        .exclude(state="returned")
        .update(state="returned")
    ):
        raise PayoutGone()
    _give_back(before, words)
    return _payout(payout_id)


def _give_back(payout: Payout, reason: str) -> None:
    sent = payout.state == "sent"
    write(
        payout_returned_entry(
            payout.public_id, payout.store_id, payout.currency, payout.amount_minor, clock.now(), sent=sent
        )
    )
    note(reason=reason, amount_minor=payout.amount_minor, currency=payout.currency)
    announce(
        PayoutReturned(
            payout=payout.public_id,
            amount_minor=payout.amount_minor,
            currency=payout.currency,
            reason=reason,
            store_id=payout.store_id,
            ref=payout.public_id,
        )
    )


def _payout(public_id: str) -> Payout:
    found = Payout.objects.filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found
