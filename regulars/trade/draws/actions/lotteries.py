"""A lottery is planned: words, who may enter, times, prizes. Nothing of it is seen before it is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.models import Variant
from regulars.goods.catalog.queries import left_of
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.ground.kit.texts import paragraphs
from regulars.loyalty.members.queries import programme_of
from regulars.people.merchants.models import Store
from regulars.trade.draws.models import Lottery, Prize
from regulars.trade.draws.queries.lotteries import lottery_of, state_of
from regulars.trade.draws.rules.plans import (
    ACTS,
    COUPON,
    GOODS,
    INSTANT,
    MEMBERS,
    MOST_PRIZES,
    POINTS,
    WAYS,
    WHO,
    PrizePlan,
    Times,
    wrong_prize,
    wrong_times,
)
from regulars.trade.offers.queries import offer_of


class LotteryIncomplete(BadInput):
    """Something that every lottery and trial has is missing or impossible; `param` names it."""

    code = "lottery-incomplete"
    sentence = _("Give it a title, in at least one language.")


class Fixed(Refusal):
    """It is published and stays as people saw it."""

    status = 409
    code = "lottery-fixed"
    sentence = _("This is published and stays as people saw it. Make a new one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What a lottery says, who may enter and when."""

    title: str
    opens_at: datetime
    closes_at: datetime
    draw_at: datetime
    way: str = "timed"
    title_zh: str = ""
    text: str = ""
    text_zh: str = ""
    who: str = "everybody"
    tier: int | None = None
    more: Sequence[str] = ()
    take_days: int = 7
    rounds: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeFields:
    """A prize as somebody plans it: a variant or an offer (public id), or points."""

    kind: str
    count: int
    ref: str = ""
    points: int = 0
    one_in: int = 0


@action("draws.write")
def write(*, by: Actor, store: Store, fields: Fields, lottery_id: str = "") -> Lottery:
    """Keep a draft, new or changed. Raises NotFound, LotteryIncomplete, Fixed."""
    by.require("offers", store.pk)
    row = draft(store, lottery_id) if lottery_id else Lottery(store=store, created_by_id=by.person_id)
    row.title, row.title_zh = (plain(text, limit=80) for text in (fields.title, fields.title_zh))
    row.text, row.text_zh = (paragraphs(text, limit=600) for text in (fields.text, fields.text_zh))
    if not (row.title or row.title_zh):
        raise LotteryIncomplete(param="title")
    _rules(row, fields)
    _times(row, fields)
    row.save()
    return row


@action("draws.put_prize")
def put_prize(*, by: Actor, store: Store, lottery_id: str, prize: PrizeFields) -> Prize:
    """Add a prize to a draft. Raises NotFound, LotteryIncomplete, Fixed."""
    by.require("offers", store.pk)
    row = draft(store, lottery_id)
    wrong = wrong_prize(PrizePlan(prize.kind, prize.count, prize.one_in, prize.points), row.way)
    if wrong:
        raise LotteryIncomplete(_("This prize cannot be given as it is. Check its numbers."), param=wrong)
    if row.prizes.count() >= MOST_PRIZES:
        raise LotteryIncomplete(_("Twelve prizes are the most."), param="ref")
    made = Prize(
        lottery=row,
        kind=prize.kind,
        count=prize.count,
        position=row.prizes.count(),
        one_in=prize.one_in if row.way == INSTANT else 0,
        points=prize.points if prize.kind == POINTS else 0,
    )
    if prize.kind == GOODS:
        made.variant = variant_of(store, prize.ref)
        _on_the_shelf(made.variant, prize.count)
    elif prize.kind == COUPON:
        made.offer = offer_of(store, prize.ref)
    made.save()
    return made


def _on_the_shelf(variant: Variant, count: int) -> None:
    left = left_of([variant.pk])[variant.pk]
    if count > left:
        raise LotteryIncomplete(_("Only %(left)s of these are on the shelf.") % {"left": left}, param="count")


@action("draws.remove_prize")
def remove_prize(*, by: Actor, store: Store, lottery_id: str, prize_id: str) -> None:
    """Take a prize out of a draft. Raises NotFound, Fixed."""
    by.require("offers", store.pk)
    row = draft(store, lottery_id)
    if not Prize.objects.of(store).filter(lottery=row, public_id=prize_id).delete()[0]:
        raise NotFound()


@action("draws.drop")
def drop(*, by: Actor, store: Store, lottery_id: str) -> None:
    """Throw a draft away. Raises NotFound, Fixed."""
    by.require("offers", store.pk)
    row = draft(store, lottery_id)
    Lottery.objects.of(store).filter(pk=row.pk).update(dropped_at=clock.now())


def draft(store: Store, lottery_id: str) -> Lottery:
    """A lottery that nobody has seen yet. Raises NotFound, Fixed."""
    row = lottery_of(store, lottery_id)
    if state_of(row) != "draft":
        raise Fixed()
    return row


def variant_of(store: Store, public_id: str) -> Variant:
    """One of the store's variants on sale. Raises LotteryIncomplete."""
    rows = Variant.objects.of(store).filter(public_id=public_id, retired_at=None)
    found = rows.select_related("product").filter(product__retired_at=None).first()
    if found is None:
        raise LotteryIncomplete(_("Choose one of your goods."), param="ref")
    return found


def tier_of(store: Store, who: str, tier: int | None) -> int | None:
    """From which tier (from 1) on members may take part; None for those who need not be any.

    Raises LotteryIncomplete when the store has no programme, or not so many tiers.
    """
    if who != MEMBERS:
        return None
    programme = programme_of(store)
    if programme is None:
        raise LotteryIncomplete(_("Open the membership programme of your store first."), param="who")
    if tier is not None and not 1 <= tier <= len(programme.rules.tiers):
        raise LotteryIncomplete(_("Choose one of your tiers."), param="tier")
    return tier


def _rules(row: Lottery, fields: Fields) -> None:
    if fields.way not in WAYS:
        raise LotteryIncomplete(_("Choose how it is drawn."), param="way")
    if fields.who not in WHO:
        raise LotteryIncomplete(_("Choose who may enter."), param="who")
    if not 1 <= fields.take_days <= 60:
        raise LotteryIncomplete(_("Give from 1 to 60 days."), param="take_days")
    if not 1 <= fields.rounds <= 5:
        raise LotteryIncomplete(_("Choose from 1 to 5."), param="rounds")
    row.way, row.who, row.tier = fields.way, fields.who, tier_of(row.store, fields.who, fields.tier)
    row.more = [one for one in ACTS if one in fields.more]
    row.take_days, row.rounds = fields.take_days, fields.rounds


def _times(row: Lottery, fields: Fields) -> None:
    draw_at = fields.closes_at if fields.way == INSTANT else fields.draw_at
    wrong = wrong_times(Times(fields.opens_at, fields.closes_at, draw_at), clock.now())
    if wrong:
        sentences = {
            "closes_at": _("The end comes after the beginning, at most 90 days later."),
            "draw_at": _("It is drawn when entries are closed, or up to 14 days later."),
        }
        raise LotteryIncomplete(sentences[wrong], param=wrong)
    row.opens_at, row.closes_at, row.draw_at = fields.opens_at, fields.closes_at, draw_at
