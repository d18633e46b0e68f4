"""Two stores raffle goods and let people try them: one lottery was drawn, others run, a trial was reported on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from regulars.community.reviews import actions as reviews
from regulars.community.reviews.queries import reviewable
from regulars.faces.terminal.demo.content import read
from regulars.faces.terminal.demo.opening import Market, at_work, morning
from regulars.faces.terminal.demo.world import Town
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.together import together
from regulars.loyalty.customers.queries import Filters, customers_of
from regulars.people.merchants.queries import Store
from regulars.trade.draws import actions, queries
from regulars.trade.draws.actions import Fields, PrizeFields, TrialFields
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries import parts_of, quote
from regulars.trade.orders.rules.granting import grants
from regulars.trade.payments.rules import ProviderMessage

CLAY, TEA = "purple-clay-house", "cloud-ridge-tea"
ADDRESS = {"recipient": "Tester", "street": "8 Plum Lane", "city": "Hangzhou", "phone": "13800001234"}


@dataclass(frozen=True, slots=True)
class Place:
    """A store at work: its row, whoever acts for it, its buyers, its goods, the dice of its raffles."""

    store: Store
    by: Actor
    people: Sequence[int]
    goods: Sequence[str]
    dice: Random
    words: dict[str, Any]


def raffle(town: Town, market: Market) -> None:
    """Everything of it, in three chapters."""
    if not {CLAY, TEA} <= set(market.stores):
        return
    clay, tea = _place(town, market, CLAY), _place(town, market, TEA)
    if min(len(clay.goods), len(tea.goods)) < 3 or len(clay.people) < 12:
        return
    together(by=SYSTEM, doing=partial(_lotteries, town, market, clay, tea))
    together(by=SYSTEM, doing=partial(_trials, town, market, clay))
    together(by=SYSTEM, doing=partial(_reviews, town, clay, tea))


def _place(town: Town, market: Market, key: str) -> Place:
    store = market.stores[key]
    buyers = customers_of(store, Filters(group="buyers"), sort="recent", size=70).items
    people = [one.relation.person_id for one in buyers]
    named = {
        one.title.partition(" · ")[0]: one.ref for one in queries.goods_to_give(store) if (one.left or 0) > 8
    }
    goods = list(named.values())
    return Place(store, at_work(market, key), people, goods, Random(f"{town.seed} {key}"), read("raffles"))


def _lotteries(town: Town, market: Market, clay: Place, tea: Place) -> None:
    drawn = _lottery(
        clay,
        morning(town.today - timedelta(days=9)),
        7,
        ("The kiln is warm: autumn lottery", "开窑啦：秋日抽奖"),
        [(clay.goods[0], 1), (clay.goods[1], 3)],
    )
    _enter(clay, drawn, clay.people[:36], morning(town.today - timedelta(days=8)))
    with clock.at(morning(town.today - timedelta(days=2), 9)):
        actions.draw_lottery(by=SYSTEM, lottery_id=drawn)
    opened = morning(town.today - timedelta(days=1))
    running = _lottery(
        clay,
        opened,
        6,
        ("A teapot for the new year", "新年一把壶"),
        [(clay.goods[0], 1), (clay.goods[2], 5)],
        more=("follow", "order"),
    )
    alice = market.people["alice"]
    _enter(clay, running, list(dict.fromkeys([alice, *clay.people[8:60]])), opened + timedelta(hours=1))
    scratch = _lottery(
        tea,
        opened,
        10,
        ("Scratch for spring tea", "刮刮乐：喝春茶"),
        [(tea.goods[0], 3)],
        way="instant",
        one_in=12,
    )
    _enter(tea, scratch, tea.people[:18], opened + timedelta(hours=2))


def _lottery(
    place: Place,
    opens: datetime,
    days: int,
    title: tuple[str, str],
    prizes: Sequence[tuple[str, int]],
    *,
    way: str = "timed",
    one_in: int = 0,
    more: Sequence[str] = (),
) -> str:
    ends = opens + timedelta(days=days)
    with clock.at(opens):
        fields = Fields(
            title=title[0],
            title_zh=title[1],
            opens_at=opens,
            closes_at=ends,
            draw_at=ends,
            way=way,
            more=more,
        )
        row = actions.write(by=place.by, store=place.store, fields=fields)
        for variant, count in prizes:
            prize = PrizeFields(kind="goods", count=count, ref=variant, one_in=one_in)
            actions.put_prize(by=place.by, store=place.store, lottery_id=row.public_id, prize=prize)
        actions.publish(by=place.by, store=place.store, lottery_id=row.public_id)
    return row.public_id


def _enter(place: Place, lottery: str, people: Sequence[int], since: datetime) -> None:
    for number, person in enumerate(people):
        with clock.at(since + timedelta(minutes=11 * number)):
            try:
                actions.enter(
                    by=Actor("shopper", person_id=person), lottery_id=lottery, word=f"town {number}"
                )
            except actions.AllWon:
                return


def _trials(town: Town, market: Market, clay: Place) -> None:
    started = morning(town.today - timedelta(days=34))
    tried = _trial(
        clay, started, 6, "choice", 2, clay.goods[1], ("Try our pot for two weeks", "新壶试用两周")
    )
    chosen = _apply(clay, tried, clay.people[2:8], started + timedelta(hours=4))[:2]
    for number, (application, person) in enumerate(chosen):
        with clock.at(started + timedelta(days=7, hours=number)):
            reason = ("Drinks tea daily and writes well.", "每天喝茶，写得认真。")[number]
            actions.choose(by=clay.by, store=clay.store, application_id=application, reason=reason)
        _ordered(town, clay, application, person, started + timedelta(days=8, hours=number))
        stars, text = clay.words["reports"][number]
        with clock.at(started + timedelta(days=20 + number)):
            by = Actor("shopper", person_id=person)
            reviews.report_trial(by=by, application_id=application, stars=stars, text=text)
    opened = morning(town.today - timedelta(days=2))
    given = _trial(clay, opened, 9, "choice", 2, clay.goods[2], ("Four weeks with a new cup", "新杯试用四周"))
    mine = _apply(clay, given, [market.people["alice"], *clay.people[9:12]], opened + timedelta(hours=2))[0][
        0
    ]
    with clock.at(opened + timedelta(days=1)):
        actions.choose(by=clay.by, store=clay.store, application_id=mine, reason="Asked the best question.")
    by_lot = _trial(clay, opened, 8, "lot", 3, clay.goods[0], ("Be the first to pour from it", "抢先试壶"))
    _apply(clay, by_lot, clay.people[12:18], opened + timedelta(hours=5))


def _trial(
    place: Place, opens: datetime, days: int, way: str, pieces: int, variant: str, title: tuple[str, str]
) -> str:
    with clock.at(opens):
        fields = TrialFields(
            title=title[0],
            title_zh=title[1],
            variant=variant,
            pieces=pieces,
            opens_at=opens,
            closes_at=opens + timedelta(days=days),
            way=way,
            questions=["What do you drink most?"],
            report_days=14,
        )
        row = actions.plan_trial(by=place.by, store=place.store, fields=fields)
        return actions.publish_trial(by=place.by, store=place.store, trial_id=row.public_id).public_id


def _apply(place: Place, trial: str, people: Sequence[int], since: datetime) -> list[tuple[str, int]]:
    found = []
    for number, person in enumerate(dict.fromkeys(people)):
        words = place.words["words"][number % len(place.words["words"])]
        with clock.at(since + timedelta(minutes=25 * number)):
            one = actions.apply(
                by=Actor("shopper", person_id=person), trial_id=trial, words=words, answers=["Oolong"]
            )
        found.append((one.public_id, person))
    return found


def _ordered(town: Town, place: Place, application: str, person: int, at: datetime) -> None:
    """The place is ordered, its delivery paid, sent, and there."""
    by, currency = Actor("shopper", person_id=person), town.market.currency
    with clock.at(at):
        promised = grants.find(by, application)
        total = quote(by=by, currency=currency, lines={}, grants=promised).total_minor
        group = orders.place_order(
            by=by, lines={}, grants=promised, currency=currency, expected_total_minor=total, address=ADDRESS
        )
        if total:
            payment = orders.start_paying(by=by, group=group.public_id, provider="test")
            ref = f"demo-{application}"
            message = ProviderMessage(
                event_id=ref,
                kind="captured",
                payment_id=payment.public_id,
                provider_ref=ref,
                amount_minor=payment.amount_minor,
                currency=payment.currency,
            )
            orders.receive_payment(by=SYSTEM, provider="test", message=message)
        order = parts_of(group)[0].public_id
        orders.ship(by=place.by, store=place.store, order=order, carrier="SF Express", tracking="SF0000001")
    with clock.at(at + timedelta(days=2)):
        orders.deliver(by=place.by, store=place.store, order=order)
        actions.arrived(by=SYSTEM, group=group.public_id, at=clock.now())


def _reviews(town: Town, *places: Place) -> None:
    for place in places:
        said = place.words["reviews"]
        for number, (person, product) in enumerate(reviewable(place.store, 40)):
            stars, text = said[place.dice.randrange(len(said))]
            by = Actor("shopper", person_id=person)
            with clock.at(morning(town.today - timedelta(days=place.dice.randrange(0, 20)), 3)):
                row = reviews.write_review(by=by, product_id=product, stars=stars, text=text)
                if number % 6 == 0:
                    answer = place.words["answers"][number % 2]
                    reviews.answer_review(
                        by=place.by, store=place.store, review_id=row.public_id, text=answer
                    )
