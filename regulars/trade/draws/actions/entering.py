"""People put their lots in: one each, and one more for each act that was promised one."""

from __future__ import annotations

import secrets

from django.db import IntegrityError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock, throttle
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Busy, Refusal
from regulars.trade.draws.actions.giving import promise
from regulars.trade.draws.actions.seeds import unsealed
from regulars.trade.draws.events import LotteryEntered
from regulars.trade.draws.models import Draw, Entry, Lottery, Prize
from regulars.trade.draws.queries.eligible import earned, may_take_part
from regulars.trade.draws.queries.lotteries import lottery_for_shoppers, prizes_left, state_of
from regulars.trade.draws.queries.proofs import lot_of
from regulars.trade.draws.rules.chain import fingerprint, following
from regulars.trade.draws.rules.lots import Stake, scratched
from regulars.trade.draws.rules.plans import ENTER, INSTANT

ENTRIES = throttle.Limit(60, 600)


class NotOpen(Refusal):
    """The lottery has not begun, is closed, or was stopped."""

    status = 409
    code = "draw-closed"
    sentence = _("This takes no entries at the moment. Its page says from when to when it does.")


class NotForYou(Refusal):
    """Only some may enter, and this person is not among them."""

    code = "draw-not-for-you"
    sentence = _("You cannot enter yet. The page says who may, and what to do to be among them.")


class AlreadyIn(Refusal):
    """The person's lot is in already."""

    status = 409
    code = "already-in"
    sentence = _("Your lot is in already. The page shows its number.")


class AllWon(Refusal):
    """Every scratch prize is won."""

    status = 409
    code = "all-won"
    sentence = _("Every prize is won. Follow the store to hear of the next lottery.")


@action("draws.enter", audit=False)
def enter(*, by: Actor, lottery_id: str, word: str = "", act: str = ENTER) -> Entry:
    """Put a lot in; scratch tickets are won or lost at once. `act`: what earns it.

    Raises LogInFirst, NotFound, NotOpen, NotForYou, AlreadyIn, AllWon, TooManyTries.
    """
    person = by.require_person()
    throttle.take(f"draws:{person}", ENTRIES)
    row = lottery_for_shoppers(lottery_id)
    if state_of(row) != "open" or row.draw is None:
        raise NotOpen()
    if not may_take_part(row.store, row.who, row.tier, person):
        raise NotForYou()
    if act != ENTER and (act not in row.more or not earned(row.store, act, person, row.opens_at)):
        raise NotForYou()
    if row.way == INSTANT and not prizes_left(row):
        raise AllWon()
    entry = add_lot(row.draw, person, act, word, about=row.public_id)
    if row.way == INSTANT:
        _scratch(row, row.draw, entry)
    return entry


def add_lot(draw: Draw, person: int, act: str, word: str, *, about: str) -> Entry:
    """Append an entry to the chain. Raises NotOpen, AlreadyIn, Busy.

    The count comes first: it locks the draw until the transaction ends, so that entries follow one another.
    """
    rows = Draw.objects.of(draw.store_id).filter(pk=draw.pk)
    if not rows.filter(drawn_at=None).update(entries_count=F("entries_count") + 1):
        raise NotOpen()
    fresh = rows.get()
    mine = Entry.objects.of(draw.store_id).filter(draw=draw, person_id=person).order_by("number")
    acts = dict(mine.values_list("act", "holder"))
    if act in acts:
        raise AlreadyIn()
    entry = Entry(draw=draw, person_id=person, number=fresh.entries_count, act=act)
    entry.holder = next(iter(acts.values()), entry.public_id)
    entry.word = fingerprint(" ".join(word.split())[:60] or secrets.token_hex(16))
    try:
        entry.save()
    except IntegrityError as error:
        raise Busy() from error
    rows.update(head=following(fresh.head, lot_of(entry)))
    announce(
        LotteryEntered(
            about=about,
            lot=entry.public_id,
            number=entry.number,
            store_id=draw.store_id,
            person_id=person,
            ref=about,
        )
    )
    return entry


def _scratch(row: Lottery, draw: Draw, entry: Entry) -> None:
    prizes = list(row.prizes.all())
    stakes = [Stake(one.public_id, one.count, one.one_in) for one in prizes]
    found = scratched(unsealed(draw), draw.public_id, lot_of(entry), stakes)
    prize = next((one for one in prizes if one.public_id == found), None)
    if prize is None:
        return
    left = Prize.objects.of(row.store_id).filter(pk=prize.pk, given__lt=F("count"))
    if left.update(given=F("given") + 1):
        prize.refresh_from_db(fields=["given"])
        promise(row, prize, prize.given, entry, clock.now())
