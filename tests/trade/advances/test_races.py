"""Two at the same moment: one deposit is paid once, used once, and ends once. Really committed, with threads."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from regulars.goods.catalog.models import Stock
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.trade.advances import actions as advances
from regulars.trade.advances.models import Advance
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import OrderGroup
from regulars.trade.payments.models import Payment, PaymentRefund
from regulars.trade.settlement.models import Entry
from tests.town import Town
from tests.trade.advances.paying_ahead import Bookings, asked, bookings, ordered, paid_ahead, promise
from tests.trade.orders.shopping import books_are_right, captured, order_in, shopper, start
from tests.trade.orders.test_races import at_once, crowd

RACES = 300 if os.environ.get("NIGHTLY") == "1" else 20


@pytest.fixture
def heard() -> Iterator[Bookings]:
    with bookings() as mine:
        yield mine


def test_two_payments_of_one_deposit_at_once_are_one(real_town: Town, heard: Bookings) -> None:
    row = asked(real_town.clay, real_town.alice, 1000)
    payments = [
        Payment.objects.create(ref=row.public_id, provider="test", amount_minor=1000, currency="CNY")
        for _ in range(2)
    ]
    messages = [captured(payments[number % 2]) for number in range(20)]
    answers = Counter(
        at_once([lambda m=m: orders.receive_payment(by=SYSTEM, provider="test", message=m) for m in messages])
    )
    assert answers["paid"] == 1
    assert answers["overpaid"] >= 1
    assert Entry.objects.filter(kind="advance").count() == 1
    assert len(heard.paid) == 1
    assert PaymentRefund.objects.count() == 1
    books_are_right()


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_paying_a_deposit_races_with_its_end_and_exactly_one_wins(
    real_town: Town, heard: Bookings, offset: int
) -> None:
    rows = []
    with clock.at(clock.now()):
        for by in crowd(RACES):
            person = type("P", (), {"pk": by.person_id})
            row = asked(real_town.clay, person, 500)
            payment = advances.start_paying_advance(by=by, advance=row.public_id, provider="test")
            rows.append((row, payment))
    moment = max(row.pay_until for row, _payment in rows) + timedelta(seconds=offset)

    def pays(payment: Payment) -> str:
        with clock.at(moment):
            return orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment))

    def ends(row: Advance) -> str:
        with clock.at(moment):
            return "lapsed" if advances.lapse_advance(by=SYSTEM, advance_pk=row.pk) else "no"

    jobs: list[Any] = []
    for row, payment in rows:
        jobs += [lambda p=payment: pays(p), lambda r=row: ends(r)]
    answers = Counter(at_once(jobs))
    states = Counter(Advance.objects.across_stores("test").values_list("state", flat=True))
    assert states["paid"] + states["lapsed"] == RACES
    assert (answers["paid"], answers["returned"]) == (states["paid"], states["lapsed"])
    assert answers["lapsed"] == states["lapsed"]
    if offset < 0:
        assert states["paid"] == RACES
    assert sorted(heard.paid + heard.lapsed) == sorted(row.public_id for row, _payment in rows)
    books_are_right()


def test_one_deposit_pays_for_one_order_however_many_try(real_town: Town, heard: Bookings) -> None:
    cup, alice = real_town.variant(real_town.cup), shopper(real_town.alice)
    row = paid_ahead(real_town.clay, real_town.alice, 1000)
    grant = promise(cup, advances=(row.public_id,))
    answers = at_once([lambda: ordered(alice, [grant]).state for _ in range(20)])
    assert Counter(answers) == {"awaiting_payment": 1, "advance-gone": 19}
    assert Stock.objects.get(variant=cup).held == 1
    assert OrderGroup.objects.count() == 1


def test_giving_back_keeping_and_using_at_once_end_in_one_place(real_town: Town, heard: Bookings) -> None:
    cup, alice = real_town.variant(real_town.cup), shopper(real_town.alice)
    for round_ in range(5):
        row = paid_ahead(real_town.clay, real_town.alice, 1000, ref=f"tst_{round_}")
        grant = promise(cup, ref=f"tst_{round_}", advances=(row.public_id,))

        def fresh(row: Advance = row) -> Advance:
            return Advance.objects.across_stores("test").get(pk=row.pk)

        answers = at_once(
            [
                lambda fresh=fresh: advances.return_advance(by=SYSTEM, advance=fresh(), why="a"),
                lambda fresh=fresh: advances.keep_advance(by=SYSTEM, advance=fresh(), why="b"),
                lambda grant=grant: ordered(alice, [grant]).state,
            ]
        )
        ended = [answer for answer in answers if answer is True or answer == "awaiting_payment"]
        assert len(ended) == 1
        assert fresh().state in ("returned", "kept", "used")
    books_are_right()


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_an_order_paid_ahead_races_with_its_end(real_town: Town, heard: Bookings, offset: int) -> None:
    cup, alice = real_town.variant(real_town.cup), shopper(real_town.alice)
    groups = []
    for number in range(min(RACES, 8)):
        row = paid_ahead(real_town.clay, real_town.alice, 1000, ref=f"tst_{number}")
        group = ordered(alice, [promise(cup, ref=f"tst_{number}", advances=(row.public_id,))])
        groups.append((group, start(alice, group)))
    moment = max(group.pay_until for group, _payment in groups) + timedelta(seconds=offset)

    def pays(payment: Payment) -> str:
        with clock.at(moment):
            return orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment))

    def ends(group: OrderGroup) -> str:
        with clock.at(moment):
            return "ended" if orders.expire_group(by=SYSTEM, group_pk=group.pk) else "no"

    jobs: list[Any] = []
    for group, payment in groups:
        jobs += [lambda p=payment: pays(p), lambda g=group: ends(g)]
    answers = Counter(at_once(jobs))
    # Stock and deposit are there: late or not, whoever pays gets it.
    assert answers["paid"] == len(groups)
    for group, _payment in groups:
        assert order_in(group, real_town.clay).state == "paid"
    used = Advance.objects.of(real_town.clay).filter(state="used")
    assert sorted(used.values_list("used_ref", flat=True)) == sorted(g.public_id for g, _p in groups)
    assert Stock.objects.get(variant=cup).on_hand == 100 - len(groups)
    books_are_right()
