"""Lotteries and trials in few words: what most tests of draws begin with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from regulars.ground.kit import clock
from regulars.people.accounts.models import Person
from regulars.trade.draws import actions
from regulars.trade.draws.actions import Fields, PrizeFields, TrialFields
from regulars.trade.draws.models import Application, Entry, Lottery, Trial
from regulars.trade.draws.tasks import draw_lots, end_promises
from tests.town import Town
from tests.trade.orders.shopping import off, offer, shopper

WEEK = timedelta(days=7)


def lottery(town: Town, *prizes: PrizeFields, publish: bool = True, **more: Any) -> Lottery:
    """Mei's lottery: open now, for a week; one cup unless prizes are given."""
    by, now = town.mei_at_work(), clock.now()
    given = {"title": "Autumn lottery", "opens_at": now, "closes_at": now + WEEK, "draw_at": now + WEEK}
    row = actions.write(by=by, store=town.clay, fields=Fields(**(given | more)))
    for prize in prizes or (cups(town, 1),):
        actions.put_prize(by=by, store=town.clay, lottery_id=row.public_id, prize=prize)
    if publish:
        return actions.publish(by=by, store=town.clay, lottery_id=row.public_id)
    return row


def cups(town: Town, count: int, one_in: int = 0) -> PrizeFields:
    """Cups as a prize."""
    return PrizeFields(kind="goods", count=count, ref=town.variant(town.cup).public_id, one_in=one_in)


def coupons(town: Town, count: int, one_in: int = 0, days: int = 60, **more: Any) -> PrizeFields:
    """Coupons of Mei's as a prize: 20 off."""
    made = offer(
        town.mei_at_work(),
        town.clay,
        "store-coupon",
        off(2000),
        claimable=True,
        title="20 off",
        ends_at=clock.now() + timedelta(days=days),
        **more,
    )
    return PrizeFields(kind="coupon", count=count, ref=made.public_id, one_in=one_in)


def points(count: int, worth: int, one_in: int = 0) -> PrizeFields:
    """Points as a prize."""
    return PrizeFields(kind="points", count=count, points=worth, one_in=one_in)


def enter(person: Person, row: Lottery, **more: Any) -> Entry:
    """The person puts a lot in."""
    return actions.enter(by=shopper(person), lottery_id=row.public_id, **more)


def trial(town: Town, pieces: int = 1, publish: bool = True, **more: Any) -> Trial:
    """Mei offers cups for trial, open now, for a week."""
    by, now = town.mei_at_work(), clock.now()
    given = {
        "title": "Try our cup",
        "variant": town.variant(town.cup).public_id,
        "pieces": pieces,
        "opens_at": now,
        "closes_at": now + WEEK,
        "questions": ["What do you drink?"],
    }
    row = actions.plan_trial(by=by, store=town.clay, fields=TrialFields(**(given | more)))
    return actions.publish_trial(by=by, store=town.clay, trial_id=row.public_id) if publish else row


def apply(person: Person, row: Trial, **more: Any) -> Application:
    """The person applies."""
    given = {"words": "I drink tea all day.", "answers": ["Oolong"]} | more
    return actions.apply(by=shopper(person), trial_id=row.public_id, **given)


def later(days: float) -> Any:
    """So many days later; what the clock starts has happened by then."""

    class Moved:
        def __enter__(self) -> None:
            self.shift = clock.shift(timedelta(days=days))
            self.shift.__enter__()
            draw_lots()
            end_promises()
            draw_lots()

        def __exit__(self, *error: Any) -> None:
            self.shift.__exit__(*error)

    return Moved()
