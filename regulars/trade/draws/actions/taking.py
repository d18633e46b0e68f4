"""Winners take what they won: a coupon or points at once, goods by an order that costs nothing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Busy, NotFound, Refusal
from regulars.trade.draws.actions.giving import deliver
from regulars.trade.draws.events import PrizeTaken
from regulars.trade.draws.models import Win
from regulars.trade.draws.queries.lotteries import win_of
from regulars.trade.draws.rules.plans import GOODS


class TooLate(Refusal):
    """The time to take it is over, or it was taken before."""

    status = 409
    code = "prize-gone"
    sentence = _("This prize waits no longer: it was taken, or its time is over.")


@action("draws.take_prize")
def take_prize(*, by: Actor, win_id: str) -> Win:
    """Take a coupon or points that one won. Raises LogInFirst, NotFound, TooLate, JoinFirst."""
    person = by.require_person()
    win = win_of(person, win_id)
    if win.prize.kind == GOODS:
        raise NotFound()
    now = clock.now()
    waiting = Win.objects.of(win.prize.lottery.store_id).filter(pk=win.pk, state="open", take_until__gt=now)
    if not waiting.update(state="taken", taken_at=now):
        raise TooLate()
    win.ref = deliver(win, win.prize.lottery.store_id, person)
    Win.objects.of(win.prize.lottery.store_id).filter(pk=win.pk).update(ref=win.ref)
    tell_taken(win)
    return win


def mark_ordered(win: Win, group: str) -> None:
    """Goods that were won are ordered: the promise waits for the order now. Raises TooLate."""
    rows = Win.objects.of(win.prize.lottery.store_id).filter(
        pk=win.pk, state="open", take_until__gt=clock.now()
    )
    if not rows.update(state="ordered", ref=group):
        raise TooLate()


def mark_paid(ref: str, group: str) -> None:
    """The order of a prize is complete: the prize is taken."""
    win = _of_group(ref, group)
    rows = Win.objects.of(win.prize.lottery.store_id).filter(pk=win.pk, state="ordered")
    if rows.update(state="taken", taken_at=clock.now()):
        tell_taken(win)


def mark_ended(ref: str, group: str) -> Win:
    """The order of a prize came to nothing: the prize waits again, as long as it would have."""
    win = _of_group(ref, group)
    rows = Win.objects.of(win.prize.lottery.store_id).filter(pk=win.pk, state="ordered")
    if not rows.update(state="open", ref=""):
        raise Busy()
    return win


def tell_taken(win: Win) -> None:
    """Announce that a prize was taken."""
    lottery = win.prize.lottery
    announce(
        PrizeTaken(
            lottery=lottery.public_id,
            win=win.public_id,
            store_id=lottery.store_id,
            person_id=win.person_id,
            ref=lottery.public_id,
        )
    )


def _of_group(ref: str, group: str) -> Win:
    rows = Win.objects.across_stores("the order names the prize").filter(public_id=ref, ref=group)
    found = rows.select_related("prize__lottery").first()
    if found is None:
        raise NotFound()
    return found
