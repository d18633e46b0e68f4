"""Many at the same moment: the quota is exact, a place has one end. Really committed, with threads."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.trade.advances.actions import lapse_advances, start_paying_advance
from regulars.trade.orders import actions as orders
from regulars.trade.payments.models import Payment
from regulars.trade.presales import actions as presales
from regulars.trade.presales.models import Booking
from tests.town import Town
from tests.trade.orders.shopping import books_are_right, captured, shopper, start
from tests.trade.orders.test_races import at_once, crowd
from tests.trade.presales.preselling import book, booked, fresh, item_of, order_balance, pay_deposit, running


def test_fifty_want_ten_places(real_town: Town) -> None:
    row = running(real_town, quota=10, per_person=1)

    def job(by: Actor) -> str:
        return pay_deposit(by, book(by, row))

    answers = Counter(at_once([lambda by=by: job(by) for by in crowd(50)], workers=50))
    assert answers == {"paid": 10, "no-place-left": 40}
    assert item_of(row).booked == 10
    assert Booking.objects.of(real_town.clay).filter(state="booked").count() == 10
    books_are_right()


def test_one_person_in_twenty_sessions_books_once(real_town: Town) -> None:
    row, alice = running(real_town, quota=10), shopper(real_town.alice)
    answers = Counter(at_once([lambda: book(alice, row, 2).state for _ in range(20)], workers=20))
    assert answers == {"awaiting": 1, "already-booked": 19}
    assert item_of(row).booked == 2


def test_places_nobody_paid_for_are_given_out_again_exactly(real_town: Town) -> None:
    """Twenty rush for five places that are over, while the task ends them too."""
    row = running(real_town, quota=5, per_person=1)
    for by in crowd(5):
        book(by, row)
    later = clock.now() + timedelta(minutes=31)

    def job(by: Actor) -> str:
        with clock.at(later):
            return book(by, row).state

    def task() -> str:
        with clock.at(later):
            lapse_advances()
        return "swept"

    jobs: list[Any] = [lambda by=by: job(by) for by in crowd(20)] + [task] * 4
    answers = Counter(at_once(jobs, workers=24))
    states = Counter(Booking.objects.of(real_town.clay).values_list("state", flat=True))
    assert states["lapsed"] == 5
    assert answers["awaiting"] == states["awaiting"] == item_of(row).booked <= 5
    with clock.at(later):
        for by in crowd(5):
            if item_of(row).booked < 5:
                book(by, row)
    assert item_of(row).booked == 5


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_paying_the_deposit_races_with_its_end(real_town: Town, offset: int) -> None:
    row = running(real_town, quota=12, per_person=1)
    bookings = [(by, book(by, row)) for by in crowd(12)]
    payments = [
        start_paying_advance(by=by, advance=booking.advance_ref, provider="test") for by, booking in bookings
    ]
    moment = clock.now() + timedelta(minutes=30, seconds=offset)

    def pays(payment: Payment) -> str:
        with clock.at(moment):
            return orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment))

    def task() -> str:
        with clock.at(moment):
            lapse_advances()
        return "swept"

    jobs: list[Any] = [lambda p=payment: pays(p) for payment in payments] + [task] * 4
    answers = Counter(at_once(jobs, workers=16))
    states = Counter(Booking.objects.of(real_town.clay).values_list("state", flat=True))
    assert answers["paid"] == states["booked"] == item_of(row).booked
    assert answers["returned"] == states["lapsed"]
    assert answers["paid"] + answers["returned"] == 12
    books_are_right()


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_paying_the_balance_races_with_the_end_of_its_window(real_town: Town, offset: int) -> None:
    """R05: whoever pays has the order, or has the money back and the rule decides; never both, never neither."""
    row = running(real_town, quota=8, per_person=1)
    people = [(by, booked(by, row)) for by in crowd(8)]
    with clock.at(row.balance_until - timedelta(minutes=5)):
        payments = [start(by, order_balance(by, booking)) for by, booking in people]
    moment = row.balance_until + timedelta(seconds=offset)

    def pays(payment: Payment) -> str:
        with clock.at(moment):
            return orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment))

    def task() -> str:
        with clock.at(moment):
            orders.expire_groups()
            presales.end_unpaid()
        return "swept"

    jobs: list[Any] = [lambda p=payment: pays(p) for payment in payments] + [task] * 4
    answers = Counter(at_once(jobs, workers=12))
    with clock.at(moment + timedelta(minutes=1)):
        orders.expire_groups()
        presales.end_unpaid()
    states = Counter(fresh(booking).state for _by, booking in people)
    assert answers["paid"] == states["paid"]
    assert answers["returned"] == states["forfeited"]
    assert states["paid"] + states["forfeited"] == 8
    if offset < 0:
        assert states["paid"] == 8
    books_are_right()


def test_cancelling_ordering_and_stopping_at_once_leave_no_deposit_behind(real_town: Town) -> None:
    row = running(real_town, quota=9, per_person=1, unpaid="refund")
    people = [(by, booked(by, row)) for by in crowd(6)]
    moment = row.balance_from

    def at(doing: Any) -> Any:
        with clock.at(moment):
            return doing()

    jobs: list[Any] = []
    for by, booking in people:
        jobs.append(lambda by=by, b=booking: at(lambda: order_balance(by, b).state))
        jobs.append(
            lambda by=by, b=booking: at(lambda: presales.cancel_booking(by=by, booking=b.public_id).state)
        )
    jobs.append(
        lambda: at(
            lambda: (
                presales.stop_presale(
                    by=real_town.mei_at_work(), store=real_town.clay, presale=row.public_id, why="Kiln"
                ).state
            )
        )
    )
    jobs += [lambda: at(presales.give_all_back)] * 3
    at_once(jobs, workers=16)
    with clock.at(moment + timedelta(hours=1)):
        orders.expire_groups()
        presales.give_all_back()
    assert {fresh(booking).state for _by, booking in people} == {"refunded"}
    row.refresh_from_db()
    books_are_right()
