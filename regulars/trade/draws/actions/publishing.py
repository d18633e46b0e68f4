"""A lottery is published: prizes are set aside, the seed and every rule are fixed. From then on it can only run."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.ground.kit.sanitize import plain
from regulars.loyalty.members.queries import programme_of
from regulars.people.merchants.models import Store
from regulars.trade.draws.actions.giving import give_up, reserve
from regulars.trade.draws.actions.lotteries import LotteryIncomplete, draft
from regulars.trade.draws.actions.seeds import begin_draw, locked, unsealed
from regulars.trade.draws.events import LotteryPublished, LotteryStopped
from regulars.trade.draws.models import Draw, Lottery
from regulars.trade.draws.queries.lotteries import any_lottery, lottery_of
from regulars.trade.draws.queries.terms import last_day, lottery_terms
from regulars.trade.draws.rules.plans import INSTANT, POINTS, PrizePlan, prizes_fit


class CannotStop(Refusal):
    """People have entered, or it is over: a store keeps its word."""

    status = 409
    code = "lottery-runs-on"
    sentence = _("People have entered, so it runs to its end. Only the market can stop it, with a reason.")


@action("draws.publish")
def publish(*, by: Actor, store: Store, lottery_id: str) -> Lottery:
    """Set every prize aside and open the lottery. Raises NotFound, Fixed, LotteryIncomplete, SoldOut, AllTaken."""
    by.require("offers", store.pk)
    row = draft(store, lottery_id)
    now = clock.now()
    _complete(row, now)
    for prize in row.prizes.all():
        reserve(by, prize, last_day(row))
    row.opens_at = max(row.opens_at, now)
    row.published_at = now
    row.draw = begin_draw(store, lottery_terms(row))
    fresh = Lottery.objects.of(store).filter(pk=row.pk, published_at=None)
    fresh.update(opens_at=row.opens_at, published_at=now, draw=row.draw)
    announce(
        LotteryPublished(
            lottery=row.public_id,
            commitment=row.draw.commitment,
            closes_at=row.closes_at.isoformat(),
            draw_at=row.draw_at.isoformat(),
            store_id=store.pk,
            ref=row.public_id,
        )
    )
    return row


@action("draws.withdraw")
def withdraw(*, by: Actor, store: Store, lottery_id: str) -> Lottery:
    """Take a lottery back that nobody has entered. Raises NotFound, CannotStop."""
    by.require("offers", store.pk)
    row = lottery_of(store, lottery_id)
    if row.draw is None or row.draw.entries_count:
        raise CannotStop()
    return _stop(row, str(_("Taken back before anybody entered.")))


@action("draws.stop")
def stop(*, by: Actor, lottery_id: str, reason: str) -> Lottery:
    """The market stops a lottery that is not drawn yet; everybody reads the reason. Raises LotteryIncomplete."""
    by.require("market.offers")
    said = plain(reason, limit=300)
    if not said:
        raise LotteryIncomplete(_("Give the reason: everybody who entered reads it."), param="reason")
    note(reason=said)
    return _stop(any_lottery(lottery_id), said)


def _stop(row: Lottery, reason: str) -> Lottery:
    """What is not promised yet goes back. Scratch tickets show their seed, so that results can be checked."""
    draw = locked(row.draw)
    row.refresh_from_db(fields=["stopped_at", "settled_at"])
    if draw is None or draw.drawn_at is not None or row.stopped_at is not None:
        raise CannotStop(_("This is over already."))
    now = clock.now()
    if row.way == INSTANT:
        Draw.objects.of(row.store_id).filter(pk=draw.pk).update(seed=unsealed(draw), drawn_at=now)
    row.stopped_at, row.stopped_why = now, reason
    row.settled_at = None if row.way == INSTANT else now
    row.save(update_fields=["stopped_at", "stopped_why", "settled_at"])
    for prize in row.prizes.all():
        for piece in range(prize.given + 1, prize.count + 1):
            give_up(prize, piece)
    announce(LotteryStopped(about=row.public_id, reason=reason, store_id=row.store_id, ref=row.public_id))
    return row


def _complete(row: Lottery, now: datetime) -> None:
    prizes = [PrizePlan(one.kind, one.count, one.one_in, one.points) for one in row.prizes.all()]
    if row.closes_at <= now:
        raise LotteryIncomplete(_("Its end is over. Change the times first."), param="closes_at")
    if not prizes_fit(prizes, row.way):
        words = _("Put in a prize; the chances of scratch prizes add up to one in one at most.")
        raise LotteryIncomplete(words, param="prizes")
    if any(one.kind == POINTS for one in prizes) and programme_of(row.store) is None:
        raise LotteryIncomplete(_("Points need a membership programme. Open one first."), param="prizes")
