"""A payout comes back: the store is owed the money again, until it is paid anew or the matter is closed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.trade.settlement.actions.payouts.preparing import prepared
from regulars.trade.settlement.actions.payouts.standing import PayoutGone, the_payout, turn_of
from regulars.trade.settlement.actions.posting import write
from regulars.trade.settlement.events import PayoutReturned
from regulars.trade.settlement.models import Payout
from regulars.trade.settlement.queries.balances import balance
from regulars.trade.settlement.queries.payouts import PayoutPlan, period_after
from regulars.trade.settlement.rules import AccountKey, payout_returned_entry


class NothingOwed(Refusal):
    """A later payout, or a refund, took the money along."""

    status = 409
    code = "nothing-owed"
    sentence = _(
        "The store is owed nothing any more: a later payout took this money along. Close the matter."
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
    before = the_payout(payout_id)
    open_still = Payout.objects.filter(pk=before.pk, state=before.state).exclude(state="returned")
    if not open_still.update(state="returned"):
        raise PayoutGone()
    _give_back(before, words)
    return the_payout(payout_id)


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


@action("settlement.pay_again")
def pay_again(*, by: Actor, payout_id: str) -> Payout:
    """Prepare the money of a returned payout anew, as far as the store is still owed it. Needs market.money.

    Again for one that was: the same new payout. Raises NotFound, PayoutGone when it is not returned or
    was closed, NothingOwed.
    """
    by.require("market.money")
    old = the_payout(payout_id)
    turn_of(old.store_id, old.currency)
    old.refresh_from_db()
    if old.again is not None:
        return old.again
    if old.state != "returned" or old.closed_at is not None:
        raise PayoutGone()
    owed = -balance(AccountKey("store_payable", old.currency, old.store_id))
    amount = min(old.amount_minor, owed)
    if amount <= 0:
        raise NothingOwed()
    fresh = prepared(by, PayoutPlan(old.store_id, old.currency, amount, period_after(old)))
    Payout.objects.filter(pk=old.pk).update(again=fresh, closed_at=clock.now())
    return fresh


@action("settlement.close_payout")
def close_payout(*, by: Actor, payout_id: str, reason: str) -> Payout:
    """Nothing more is to be done about a returned payout; what is owed goes out with the next one.

    Needs market.money. Raises NotFound, PayoutGone, BadInput without a reason.
    """
    by.require("market.money")
    words = plain(reason, limit=200)
    if not words:
        raise BadInput(_("Say why nothing more is to be done, so that others can follow."), param="reason")
    open_still = Payout.objects.filter(pk=the_payout(payout_id).pk, state="returned", closed_at=None)
    if not open_still.update(closed_at=clock.now(), closed_because=words):
        raise PayoutGone()
    return the_payout(payout_id)
