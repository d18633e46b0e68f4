"""A payout is sent: small sums by one pair of hands, large ones by two."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.people.accounts.queries import appointed_since
from regulars.trade.settlement.actions.payouts.standing import PayoutGone, the_payout
from regulars.trade.settlement.actions.posting import write
from regulars.trade.settlement.actions.turns import take_turn
from regulars.trade.settlement.events import PayoutSent
from regulars.trade.settlement.models import Payout
from regulars.trade.settlement.rules import payout_sent_entry
from regulars.trade.settlement.rules.hands import SEASONED, WITHIN, pair_from, pairs


class SecondPerson(Refusal):
    """Large sums pass through two pairs of hands."""

    status = 403
    code = "second-person"
    sentence = _(
        "This is a large sum: two operators have to stand for it, one prepares and another approves or sends. "
        "Both must have had their rights for three days."
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
    hands = [by.person_id, payout.prepared_by_id]
    large = payout.amount_minor >= pair_from(payout.currency)
    if pairs(hands, appointed_since(clock.now() - SEASONED) if large else ()) < 2:
        raise SecondPerson()
    waiting = Payout.objects.filter(pk=payout.pk, state="prepared", approved_at=None)
    waiting.update(approved_by_id=by.person_id, approved_at=clock.now())
    return the_payout(payout_id)


@action("settlement.send_payout")
def send_payout(*, by: Actor, payout_id: str, bank_ref: str = "") -> Payout:
    """The bank carried out a prepared payout. Again for a sent one: nothing. Needs market.money.

    What one person prepares and sends alone within a day stays below `rules.hands.PAIR_FROM`: beyond it
    somebody else, in office for `SEASONED` like the first, has to approve or send.

    Raises NotFound, SecondPerson, PayoutGone for a returned one.
    """
    by.require("market.money")
    take_turn("hands")
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


class NothingChosen(BadInput):
    """No payout was named."""

    code = "nothing-chosen"
    sentence = _("Tick the payouts that the bank carried out.")


@action("settlement.send_payouts")
def send_payouts(*, by: Actor, payout_ids: Sequence[str]) -> int:
    """Send payouts together or none; returns how many. Raises NothingChosen, PayoutGone, SecondPerson."""
    by.require("market.money")
    rows = list(Payout.objects.filter(public_id__in=payout_ids).order_by("pk"))
    if not rows:
        raise NothingChosen(param="ids")
    for row in rows:
        send_payout(by=by, payout_id=row.public_id)
    return len(rows)


def _two_pairs_of_hands(payout: Payout) -> None:
    """Raises SecondPerson. Nobody (the clock, the command line) counts as a pair of hands of its own."""
    now = clock.now()
    fresh = appointed_since(now - SEASONED)
    if _pairs(payout, fresh) > 1:
        return
    mine = Q(sent_by_id=payout.sent_by_id) | Q(prepared_by_id=payout.prepared_by_id)
    of_the_day = Payout.objects.filter(mine, currency=payout.currency, sent_at__gt=now - WITHIN)
    alone = sum(each.amount_minor for each in of_the_day.iterator() if _pairs(each, fresh) < 2)
    if alone >= pair_from(payout.currency):
        raise SecondPerson()


def _pairs(payout: Payout, fresh: Collection[int]) -> int:
    hands = [payout.prepared_by_id, payout.sent_by_id]
    if payout.approved_at is not None:
        hands.append(payout.approved_by_id)
    return pairs(hands, fresh)


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
