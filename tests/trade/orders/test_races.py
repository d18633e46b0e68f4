"""What is scarce is given out exactly once, whoever comes at the same moment.

Really committed, with threads.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum

from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.models import Stock
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.idempotency import Intent, intending
from regulars.ground.kit.refusals import Refusal
from regulars.people.accounts.models import Person
from regulars.trade.offers import actions as offers
from regulars.trade.offers.models import Budget, Claim, Code, Use
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import Order, OrderGroup, OrderLine
from regulars.trade.payments.models import Payment
from regulars.trade.settlement.models import Entry, Line
from tests.depth import NIGHTLY
from tests.town import Town
from tests.trade.orders.shopping import (
    GUEST,
    HOME,
    books_are_right,
    captured,
    off,
    offer,
    order_in,
    place,
    shopper,
    start,
    total,
)

OLGA = Actor("operator", rights=frozenset({"market.offers"}))
RACES, CARTS, PIECES, GUESTS = (334, 480, 100, 200) if NIGHTLY else (20, 72, 40, 60)


def at_once(jobs: Sequence[Callable[[], Any]], workers: int = 12) -> list[Any]:
    """Run the jobs in threads that begin together; what each gave: its result, or the code of its refusal."""
    gate = threading.Barrier(min(workers, len(jobs)))

    def connected() -> None:
        connection.ensure_connection()
        if connection.vendor == "postgresql":
            # A hundred threads of one process on a busy machine: who waits long is no deadlock yet.
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '60s'; SET statement_timeout = '90s'")
        gate.wait(60)

    def run(job: Callable[[], Any]) -> Any:
        try:
            return job()
        except Refusal as refusal:
            return refusal.code

    def hang_up(_number: int) -> None:
        gate.wait(60)
        connection.close()

    with ThreadPoolExecutor(gate.parties, initializer=connected) as pool:
        answers = list(pool.map(run, jobs))
        list(pool.map(hang_up, range(gate.parties)))
    return answers


def crowd(count: int) -> list[Actor]:
    people = Person.objects.bulk_create([Person(name=f"P{n}") for n in range(count)])
    return [shopper(person) for person in people]


def test_a_drop_among_three_times_as_many_buyers(real_town: Town) -> None:
    cup = real_town.variant(real_town.cup)
    catalog.set_stock(
        by=real_town.mei_at_work(), store=real_town.clay, variant_id=cup.public_id, on_hand=PIECES
    )
    people = crowd(3 * PIECES)

    def job(by: Actor) -> str:
        group = orders.place_order(
            by=by, lines={cup.public_id: 1}, expected_total_minor=5500, currency="CNY", address=HOME
        )
        message = captured(start(by, group))
        return orders.receive_payment(by=SYSTEM, provider="test", message=message)

    answers = Counter(at_once([lambda by=by: job(by) for by in people]))
    assert answers["paid"] == PIECES
    assert answers["sold-out"] + answers["too-few-left"] == 2 * PIECES
    stock = Stock.objects.get(variant=cup)
    assert (stock.on_hand, stock.held) == (0, 0)
    assert OrderLine.objects.filter(order__state="paid").aggregate(n=Sum("quantity"))["n"] == PIECES
    assert OrderGroup.objects.count() == PIECES
    books_are_right()


@pytest.mark.parametrize(
    ("cap", "same_person", "expected"),
    [
        (1, False, 1),
        pytest.param(50, False, 50, marks=pytest.mark.nightly),
        pytest.param(1000, True, 1, marks=pytest.mark.nightly),
    ],
)
def test_codes_are_used_exactly_as_often_as_allowed(
    real_town: Town, cap: int, same_person: bool, expected: int
) -> None:
    cup = real_town.variant(real_town.cup)
    made = offer(
        real_town.mei_at_work(),
        real_town.clay,
        "store-coupon",
        off(500) | {"needs_code": True},
        per_person=1 if same_person else None,
    )
    offers.name_code(
        by=real_town.mei_at_work(), store=real_town.clay, offer=made.public_id, code="TEA", cap=cap
    )
    people = [shopper(real_town.alice)] * 200 if same_person else crowd(200)
    reduced = total(people[0], {cup.public_id: 1}, codes=["tea"])
    assert reduced == 5000

    def job(by: Actor) -> Any:
        return place(by, {cup.public_id: 1}, codes=["TEA"], expected_total_minor=reduced).total_minor

    answers = Counter(at_once([lambda by=by: job(by) for by in people], workers=200))
    assert answers[reduced] == expected
    assert set(answers) <= {reduced, "offer-gone", "offer-limit-reached", "price-changed"}
    assert Code.objects.get().used == expected
    assert Use.objects.filter(amount_minor=500, given_back_at=None).count() == expected
    assert OrderGroup.objects.count() == expected


@pytest.mark.parametrize("same", ["mail", pytest.param("phone", marks=pytest.mark.nightly)])
def test_once_per_person_bites_for_guests_at_once(real_town: Town, same: str) -> None:
    """Ten people, many sessions each: told apart by nothing but their mail address, or their phone."""
    cup = real_town.variant(real_town.cup)
    offer(real_town.mei_at_work(), real_town.clay, "store-coupon", off(500), per_person=1)

    def guest(number: int) -> Any:
        who = number % 10
        mail = f"carol{who}+{number}@Example.com" if same == "mail" else f"n{number}@example.com"
        phone = f"1391111{number:04d}" if same == "mail" else f"138 0000 {who:04d}"
        home = HOME | {"phone": phone}
        lines = {cup.public_id: 1}
        given = {"email": mail, "phone": phone, "address": home, "expected_total_minor": 5000}
        return place(GUEST, lines, **given).total_minor

    answers = Counter(at_once([lambda n=n: guest(n) for n in range(GUESTS)], workers=GUESTS))
    assert answers[5000] == 10
    assert set(answers) <= {5000, "offer-gone", "offer-limit-reached", "price-changed"}
    assert Use.objects.filter(amount_minor=500, given_back_at=None).count() == 10
    assert max(Counter(Use.objects.values_list("holder", flat=True)).values()) == 1
    assert OrderGroup.objects.count() == 10


def test_a_guest_known_by_mail_or_phone_has_had_it(real_town: Town) -> None:
    cup = real_town.variant(real_town.cup)
    offer(real_town.mei_at_work(), real_town.clay, "store-coupon", off(500), per_person=1)

    def costs(mail: str, phone: str) -> int:
        home = HOME | {"phone": phone}
        return place(GUEST, {cup.public_id: 1}, email=mail, phone=phone, address=home).total_minor

    assert costs("carol@example.com", "1380000111") == 5000
    assert costs("CAROL+x@example.com", "1380000222") == 5500
    assert costs("d@example.com", "138 0000 111") == 5500
    assert costs("new@example.com", "1399999999") == 5000


def test_the_red_envelope_pot_is_never_overdrawn(real_town: Town) -> None:
    pot = offer(
        OLGA,
        None,
        "cash-red-envelope",
        {"pot": {"min_minor": 50, "max_minor": 300}},
        currency="CNY",
        claimable=True,
        cap_minor=5000,
    )
    people = crowd(500)
    answers = at_once(
        [lambda by=by: offers.open_red_envelope(by=by, offer=pot.public_id).amount_minor for by in people],
        workers=100,
    )
    amounts = [answer for answer in answers if isinstance(answer, int)]
    budget = Budget.objects.get()
    assert budget.used_minor == sum(amounts) == Claim.objects.aggregate(s=Sum("amount_minor"))["s"]
    assert 5000 - 50 < budget.used_minor <= 5000
    assert {answer for answer in answers if not isinstance(answer, int)} == {"all-taken"}
    again = at_once([lambda: offers.open_red_envelope(by=people[0], offer=pot.public_id)] * 3)
    assert set(again) <= {"already-claimed", "all-taken"}


@pytest.mark.nightly
def test_an_envelope_of_one_budget_is_spent_by_orders_exactly(real_town: Town) -> None:
    cup = real_town.variant(real_town.cup)
    offer(OLGA, None, "cash-red-envelope", off(700), currency="CNY", cap_minor=2100)
    Stock.objects.filter(variant=cup).update(on_hand=1000)

    def spend(by: Actor) -> int:
        return place(by, {cup.public_id: 1}, expected_total_minor=4800).total_minor

    answers = Counter(at_once([lambda by=by: spend(by) for by in crowd(500)], workers=100))
    assert answers[4800] == 3
    assert set(answers) == {4800, "price-changed", "offer-gone"} or set(answers) == {4800, "price-changed"}
    assert Budget.objects.get().used_minor == 2100
    assert Use.objects.aggregate(s=Sum("amount_minor"))["s"] == 2100


@pytest.mark.nightly
def test_a_hundred_coupons_among_500_hands(real_town: Town) -> None:
    coupon = offer(
        real_town.mei_at_work(), real_town.clay, "store-coupon", off(500), claimable=True, cap_count=100
    )
    answers = Counter(
        at_once(
            [lambda by=by: offers.claim(by=by, offer=coupon.public_id).ordinal for by in crowd(500)],
            workers=100,
        )
    )
    assert answers == {1: 100, "all-taken": 400}
    assert Budget.objects.get().used_count == Claim.objects.count() == 100


def test_carts_of_many_stores_in_any_order_never_wait_for_each_other(real_town: Town) -> None:
    town, rolls = real_town, random.Random(7)
    goods = [town.variant(town.cup), town.variant(town.teapot), town.variant(town.sweater)]
    catalog.set_stock(by=town.ravi_at_work(), store=town.cashmere, variant_id=goods[2].public_id, on_hand=500)
    catalog.set_stock(by=town.mei_at_work(), store=town.clay, variant_id=goods[1].public_id, on_hand=500)
    prices = sum(each.price_minor for each in goods)

    def job(by: Actor, order: list[Any]) -> str:
        lines = {each.public_id: 1 for each in order}
        return place(by, lines, expected_total_minor=prices).state

    catalog.set_stock(by=town.mei_at_work(), store=town.clay, variant_id=goods[0].public_id, on_hand=500)
    mixed = [(by, rolls.sample(goods, 3)) for by in crowd(CARTS)]
    jobs = [lambda by=by, order=order: job(by, order) for by, order in mixed]
    assert Counter(at_once(jobs, workers=48)) == {"awaiting_payment": CARTS}
    assert Order.objects.across_stores("test").count() == 2 * CARTS
    assert [Stock.objects.get(variant=each).held for each in goods] == [CARTS] * 3


@pytest.mark.parametrize(
    "offset", [pytest.param(-1, marks=pytest.mark.nightly), 0, pytest.param(1, marks=pytest.mark.nightly)]
)
def test_paying_races_with_expiry_and_exactly_one_wins(real_town: Town, offset: int) -> None:
    cup = real_town.variant(real_town.cup)
    catalog.set_stock(
        by=real_town.mei_at_work(), store=real_town.clay, variant_id=cup.public_id, on_hand=RACES + 80
    )
    groups = [(by, place(by, {cup.public_id: 1})) for by in crowd(RACES)]
    payments = [start(by, group) for by, group in groups]
    moment = max(group.pay_until for _by, group in groups) + timedelta(seconds=offset)

    def payer(payment: Payment) -> str:
        with clock.at(moment):
            return orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment))

    def sweeper() -> str:
        with clock.at(moment):
            orders.expire_groups()
        return "swept"

    jobs: list[Callable[[], Any]] = []
    for payment in payments:
        jobs += [lambda payment=payment: payer(payment), sweeper]
    answers = Counter(at_once(jobs))
    # There is enough stock for everybody, so that nobody who paid may lose the order.
    assert answers["paid"] == RACES
    assert set(OrderGroup.objects.values_list("state", flat=True)) == {"paid"}
    stock = Stock.objects.get(variant=cup)
    assert (stock.on_hand, stock.held) == (80, 0)
    books_are_right()


def test_late_payers_and_new_buyers_share_what_is_left_exactly(real_town: Town) -> None:
    sweater = real_town.variant(real_town.sweater)
    late = [(by, place(by, {sweater.public_id: 1})) for by in crowd(5)]
    payments = [start(by, group) for by, group in late]
    moment = clock.now() + timedelta(hours=1)

    def buyer(by: Actor) -> str:
        with clock.at(moment):
            group = orders.place_order(
                by=by, lines={sweater.public_id: 1}, expected_total_minor=89900, currency="CNY", address=HOME
            )
            return orders.receive_payment(by=SYSTEM, provider="test", message=captured(start(by, group)))

    def payer(payment: Payment) -> str:
        with clock.at(moment):
            return orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment))

    jobs = [
        job
        for by, payment in zip(crowd(5), payments, strict=True)
        for job in (lambda by=by: buyer(by), lambda payment=payment: payer(payment))
    ]
    answers = Counter(at_once(jobs))
    assert answers["paid"] == 5
    stock = Stock.objects.get(variant=sweater)
    assert (stock.on_hand, stock.held) == (0, 0)
    assert OrderGroup.objects.filter(state="paid").count() == 5
    back = Payment.objects.aggregate(s=Sum("refunded_minor"))["s"]
    assert back == answers["returned"] * 89900
    books_are_right()


def test_fifty_callbacks_at_once_are_one_payment(real_town: Town) -> None:
    """Right ones, a wrong amount, another currency, a failure told late, another shopper's payment: one posting."""
    alice, cup = shopper(real_town.alice), real_town.variant(real_town.cup).public_id
    group = place(alice, {cup: 1})
    payment = start(alice, group)
    other = start(shopper(real_town.bob), place(shopper(real_town.bob), {cup: 2}))
    messages = [captured(payment)] * 30
    messages += [captured(payment, amount_minor=1)] * 5 + [captured(payment, currency="USD")] * 5
    messages += [captured(payment, kind="failed") for _ in range(5)]
    messages += [captured(other, amount_minor=payment.amount_minor)] * 5
    random.Random(11).shuffle(messages)
    jobs = [lambda m=m: orders.receive_payment(by=SYSTEM, provider="test", message=m) for m in messages]
    answers = Counter(at_once(jobs, workers=50))
    assert answers["paid"] == 1
    assert order_in(group, real_town.clay).state == "paid"
    assert Entry.objects.filter(kind="capture").count() == 1
    assert Payment.objects.get(pk=other.pk).state == "held"
    assert OrderGroup.objects.get(public_id=other.ref).state == "awaiting_payment"
    books_are_right()


def test_callbacks_after_the_refund_bring_nothing_back(real_town: Town) -> None:
    alice = shopper(real_town.alice)
    group = place(alice, {real_town.variant(real_town.cup).public_id: 1})
    payment = start(alice, group)
    assert orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment)) == "paid"
    order = order_in(group, real_town.clay)
    orders.ask_return(by=alice, order=order.public_id, kind="cancel", reason="other")
    lines = Line.objects.count()
    jobs = [
        lambda: orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment))
        for _ in range(50)
    ]
    assert set(at_once(jobs, workers=50)) == {"repeat"}
    assert order_in(group, real_town.clay).state == "refunded"
    assert Line.objects.count() == lines
    books_are_right()


def test_a_lost_answer_asked_for_again_is_the_same_order(real_town: Town) -> None:
    sweater = real_town.variant(real_town.sweater)
    alice = shopper(real_town.alice)

    def ask() -> OrderGroup:
        with intending(Intent("person:alice:/checkout", "key-1", "same-body")):
            return orders.place_order(
                by=alice,
                lines={sweater.public_id: 5},
                expected_total_minor=5 * 89900,
                currency="CNY",
                address=HOME,
            )

    first = ask()
    assert Stock.objects.get(variant=sweater).held == 5
    assert {row.pk for row in at_once([ask] * 6)} == {first.pk}
    assert OrderGroup.objects.count() == 1
    assert Stock.objects.get(variant=sweater).held == 5
