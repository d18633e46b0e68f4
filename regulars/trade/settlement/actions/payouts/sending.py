"""A payout is sent: small sums by one pair of hands, large ones by two."""

from __future__ import annotations

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.ground.kit.sanitize import plain
from regulars.trade.settlement.actions.payouts.standing import PayoutGone, the_payout
from regulars.trade.settlement.actions.posting import write
from regulars.trade.settlement.actions.turns import take_turn
from regulars.trade.settlement.events import PayoutSent
from regulars.trade.settlement.models import Payout
from regulars.trade.settlement.rules import payout_sent_entry
from regulars.trade.settlement.rules.hands import WITHIN, pair_from


class SecondPerson(Refusal):
    """Large sums pass through two pairs of hands."""

    status = 403
    code = "second-person"
    sentence = _(
        "You prepared this money yourself, and it is a large sum. Ask another operator to approve or send it."
    )


@action("settlement.approve_payout")
def approve_payout(*, by: Actor, payout_id: str) -> Payout:
    """Stand by a prepared payout as somebody else than who prepared it. Needs market.money.

    Approved already: nothing. Raises NotFound, PayoutGone, SecondPerson for who prepared it.
    """
    by.require("market.money")
    payout = the_payout(payout_id)
    if payout.state != "prepared":
        raise PayoutGone()
    if by.person_id == payout.prepared_by_id:
        raise SecondPerson()
    waiting = Payout.objects.filter(pk=payout.pk, state="prepared", approved_at=None)
    waiting.update(approved_by_id=by.person_id, approved_at=clock.now())
    return the_payout(payout_id)


@action("settlement.send_payout")
def send_payout(*, by: Actor, payout_id: str, bank_ref: str = "") -> Payout:
    """The bank carried out a prepared payout. Again for a sent one: nothing. Needs market.money.

    What one person prepares and sends alone within a day stays below `rules.hands.PAIR_FROM`: beyond it
    somebody else has to approve or send. Raises NotFound, SecondPerson, PayoutGone for a returned one.
    """
    by.require("market.money")
    take_turn(f"hands:{by.person_id}")
    now = clock.now()
    taken = Payout.objects.filter(public_id=payout_id, state="prepared").update(
        state="sent", sent_at=now, sent_by_id=by.person_id, bank_ref=plain(bank_ref, limit=80)
    )
    payout = the_payout(payout_id)
    if not taken and payout.state != "sent":
        raise PayoutGone()
    if taken:
        _two_pairs_of_hands(payout)
        write(payout_sent_entry(payout.public_id, payout.currency, payout.amount_minor, now))
        _announce_sent(payout)
    return payout


def _two_pairs_of_hands(payout: Payout) -> None:
    """Raises SecondPerson. Nobody (the clock, the command line) counts as a pair of hands of its own."""
    one = payout.sent_by_id
    if payout.approved_at is not None or payout.prepared_by_id != one:
        return
    since = clock.now() - WITHIN
    alone = Payout.objects.filter(
        currency=payout.currency, sent_at__gt=since, approved_at=None, prepared_by_id=one, sent_by_id=one
    )
    if (alone.aggregate(total=Sum("amount_minor"))["total"] or 0) >= pair_from(payout.currency):
        raise SecondPerson()


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
