"""Money paid ahead: it waits, pays for an order, goes back or stays with the store. Each cent has one place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.ground.bus.models import Message
from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.refusals import NotFound
from regulars.trade.advances import actions as advances
from regulars.trade.advances import queries as asking
from regulars.trade.orders import actions as orders
from regulars.trade.orders import queries
from regulars.trade.orders.models import Order
from regulars.trade.orders.rules.granting import grants
from regulars.trade.payments.actions import carry_out_due
from regulars.trade.payments.models import Payment, PaymentRefund
from regulars.trade.settlement import actions as settlement
from regulars.trade.settlement.queries import balance, statement, uncleared
from regulars.trade.settlement.rules import AccountKey
from tests.town import Town
from tests.trade.advances.paying_ahead import (
    KIND,
    Bookings,
    asked,
    bookings,
    ordered,
    paid_ahead,
    pay_ahead,
    promise,
)
from tests.trade.orders.shopping import books_are_right, captured, completed, order_in, pay, shopper


@pytest.fixture
def heard() -> Iterator[Bookings]:
    with bookings() as mine:
        yield mine


def held(store: Any) -> int:
    return -balance(AccountKey("advances", "CNY", store.pk))


def payable(store: Any) -> int:
    return -balance(AccountKey("store_payable", "CNY", store.pk))


def test_a_paid_deposit_waits_in_the_books_and_its_app_hears_of_it(town: Town, heard: Bookings) -> None:
    row = paid_ahead(town.clay, town.alice, 1000)
    assert (row.state, row.used_ref, heard.paid) == ("paid", "", [row.public_id])
    assert held(town.clay) == 1000
    waiting = [one for one in uncleared() if one.kind == "advances"]
    assert [(one.ref, one.amount_minor, one.overdue) for one in waiting] == [(row.public_id, -1000, False)]
    drain()
    assert Message.objects.filter(name="trade.advance-paid.v1").count() == 1
    assert asking.own_advance(shopper(town.alice), row.public_id) == row
    with pytest.raises(NotFound):
        asking.own_advance(shopper(town.bob), row.public_id)


def test_nobody_takes_money_for_what_nobody_knows(town: Town) -> None:
    with pytest.raises(LookupError):
        advances.open_advance(
            by=SYSTEM,
            store=town.clay,
            person_id=town.alice.pk,
            purpose="nothing",
            ref="x",
            amount_minor=1,
            currency="CNY",
            pay_until=clock.now(),
        )


@pytest.mark.parametrize("amount", [0, -1, True])
def test_only_amounts_above_zero_are_asked_for(town: Town, heard: Bookings, amount: int) -> None:
    with pytest.raises(advances.BadAmount):
        asked(town.clay, town.alice, amount)


def test_what_comes_twice_or_too_late_goes_back(town: Town, heard: Bookings) -> None:
    row = asked(town.clay, town.alice, 1000)
    alice = shopper(town.alice)
    first = advances.start_paying_advance(by=alice, advance=row.public_id, provider="test")
    second = Payment.objects.create(ref=row.public_id, provider="test", amount_minor=1000, currency="CNY")
    late = asked(town.clay, town.alice, 700, ref="tst_2")
    slow = advances.start_paying_advance(by=alice, advance=late.public_id, provider="test")

    def arrives(payment: Payment, **more: Any) -> str:
        return orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment, **more))

    assert arrives(first) == "paid"
    assert arrives(first) == "repeat"
    assert arrives(second) == "overpaid"
    with clock.shift(timedelta(hours=1)):
        assert advances.lapse_advances() == 1
        assert advances.lapse_advances() == 0
        assert arrives(slow) == "returned"
        with pytest.raises(advances.AdvanceNotPayable):
            advances.start_paying_advance(by=alice, advance=late.public_id)
        carry_out_due()
        drain()
    assert heard.lapsed == [late.public_id]
    assert sorted(PaymentRefund.objects.values_list("amount_minor", "state")) == [
        (700, "done"),
        (1000, "done"),
    ]
    assert held(town.clay) == 1000
    books_are_right()


def test_a_wrong_amount_is_held_apart_until_the_right_one_comes(town: Town, heard: Bookings) -> None:
    row = asked(town.clay, town.alice, 1000)
    payment = advances.start_paying_advance(by=shopper(town.alice), advance=row.public_id, provider="test")
    wrong = captured(payment, amount_minor=999)
    assert orders.receive_payment(by=SYSTEM, provider="test", message=wrong) == "held"
    assert held(town.clay) == 0
    assert orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment)) == "paid"
    assert (held(town.clay), heard.paid) == (1000, [row.public_id])


def test_when_the_place_is_gone_the_money_goes_back(town: Town, heard: Bookings) -> None:
    heard.gone = True
    row = asked(town.clay, town.alice, 1000)
    assert pay_ahead(row) == "returned"
    assert (row.state, heard.lapsed, held(town.clay)) == ("lapsed", [row.public_id], 0)
    books_are_right()


def test_a_deposit_given_back_is_whole_and_once(town: Town, heard: Bookings) -> None:
    row = paid_ahead(town.clay, town.alice, 1000)
    assert advances.return_advance(by=SYSTEM, advance=row, why="Cancelled")
    assert not advances.return_advance(by=SYSTEM, advance=row, why="Cancelled")
    assert not advances.keep_advance(by=SYSTEM, advance=row, why="Forfeited")
    carry_out_due()
    drain()
    assert (row.state, held(town.clay), PaymentRefund.objects.get().state) == ("returned", 0, "done")
    assert balance(AccountKey("refunds", "CNY", None, "test")) == 0
    assert balance(AccountKey("payments", "CNY", None, "test")) == 0


def test_a_deposit_kept_is_the_stores_less_the_commission_frozen_before(town: Town, heard: Bookings) -> None:
    row = paid_ahead(town.clay, town.alice, 1010)
    settlement.set_commission(by=SYSTEM, store_id=town.clay.pk, category_id=None, rate_bp=1000)
    assert advances.keep_advance(by=SYSTEM, advance=row, why="The balance was not paid")
    assert not advances.keep_advance(by=SYSTEM, advance=row, why="The balance was not paid")
    # 5 % of 10.10, half up.
    assert (payable(town.clay), balance(AccountKey("commission", "CNY"))) == (959, -51)
    told = queries.statement_from_events(town.clay, "CNY")
    assert [(one.kind, one.ref, one.amount_minor) for one in told] == [("kept", row.public_id, 959)]
    day = timedelta(days=1)
    books = statement(town.clay, "CNY", clock.now() - day, clock.now() + day)
    assert (books.closing_minor, books.totals["sale"], books.totals["commission"]) == (959, 1010, -51)


def test_an_order_is_paid_partly_ahead(town: Town, heard: Bookings) -> None:
    alice, teapot = shopper(town.alice), town.variant(town.teapot)
    row = paid_ahead(town.clay, town.alice, 1000)
    grant = promise(teapot, advances=(row.public_id,), unit_minor=20000)
    told = queries.quote(by=alice, currency="CNY", lines={}, grants=[grant])
    assert (told.total_minor, told.prepaid_minor, told.payable_minor) == (21000, 1000, 20000)
    group = ordered(alice, [grant])
    assert (group.total_minor, group.prepaid_minor) == (21000, 1000)
    row.refresh_from_db()
    assert (row.state, row.used_ref, held(town.clay)) == ("used", group.public_id, 1000)
    with pytest.raises(advances.AdvanceGone):
        ordered(alice, [grant])
    assert pay(alice, group) == "paid"
    assert Payment.objects.get(ref=group.public_id).captured_minor == 20000
    assert heard.ordered == [("tst_1", group.public_id)]
    order = order_in(group, town.clay)
    assert (order.state, order.paid_minor, held(town.clay)) == ("paid", 21000, 0)
    line = order.lines.get()
    assert (line.granted_kind, line.granted_ref, line.unit_minor) == ("testing", "tst_1", 20000)
    books_are_right()


def test_an_order_that_ends_unpaid_leaves_the_deposit_as_it_was(town: Town, heard: Bookings) -> None:
    alice, cup = shopper(town.alice), town.variant(town.cup)
    row = paid_ahead(town.clay, town.alice, 1000)
    grant = promise(cup, advances=(row.public_id,))
    group = ordered(alice, [grant])
    orders.cancel_group(by=alice, group=group.public_id)
    row.refresh_from_db()
    assert (row.state, row.used_ref) == ("paid", "")
    assert heard.ended == [("tst_1", group.public_id)]
    again = ordered(alice, [grant])
    assert pay(alice, again) == "paid"


def test_an_order_that_cannot_end_keeps_no_other_waiting(town: Town, heard: Bookings) -> None:
    """What one app above makes of its order's end is none of the others' business."""
    alice, cup = shopper(town.alice), town.variant(town.cup)
    stuck = ordered(alice, [promise(cup, ref="tst_stuck")])
    other = ordered(alice, [promise(cup, ref="tst_other")])

    def broken(_by: Any, ref: str, _group: str) -> None:
        if ref == "tst_stuck":
            raise RuntimeError("cannot")

    grants.register(KIND, on_placed=print, on_paid=print, on_ended=broken)
    with clock.shift(timedelta(hours=1)):
        assert orders.expire_groups() == 1
    stuck.refresh_from_db()
    other.refresh_from_db()
    assert (stuck.state, other.state) == ("awaiting_payment", "expired")


def test_a_late_payment_takes_the_deposit_again_or_goes_back(town: Town, heard: Bookings) -> None:
    alice, cup = shopper(town.alice), town.variant(town.cup)
    row = paid_ahead(town.clay, town.alice, 1000)
    grant = promise(cup, advances=(row.public_id,))
    for spoilt, expected in ((False, "paid"), (True, "returned")):
        group = ordered(alice, [grant])
        payment = orders.start_paying(by=alice, group=group.public_id, provider="test")
        with clock.shift(timedelta(hours=1)):
            orders.expire_groups()
            row.refresh_from_db()
            assert row.state == "paid"
            if spoilt:
                advances.return_advance(by=SYSTEM, advance=row, why="Cancelled")
            told = orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment))
            assert told == expected
        books_are_right()
        row = paid_ahead(town.clay, town.alice, 1000, ref="tst_9")
        grant = promise(cup, advances=(row.public_id,))


def test_what_was_wholly_paid_ahead_is_an_order_at_once(town: Town, heard: Bookings) -> None:
    alice, cup = shopper(town.alice), town.variant(town.cup)
    rows = [paid_ahead(town.clay, town.alice, amount) for amount in (5000, 500)]
    group = ordered(alice, [promise(cup, advances=tuple(row.public_id for row in rows))])
    group.refresh_from_db()
    assert (group.state, group.payable_minor) == ("paid", 0)
    back = orders.ask_return(
        by=alice, order=order_in(group, town.clay).public_id, kind="cancel", reason="other"
    )
    assert back.amount_minor == 5500
    assert sorted(Payment.objects.values_list("refunded_minor", flat=True)) == [500, 5000]
    carry_out_due()
    drain()
    assert balance(AccountKey("payments", "CNY", None, "test")) == 0
    assert balance(AccountKey("refunds", "CNY", None, "test")) == 0


def test_more_paid_ahead_than_it_costs_is_no_order(town: Town, heard: Bookings) -> None:
    cup = town.variant(town.cup)
    row = paid_ahead(town.clay, town.alice, 5501)
    with pytest.raises(orders.PaidAheadMore):
        ordered(shopper(town.alice), [promise(cup, advances=(row.public_id,))])


@pytest.mark.parametrize("whose", ["bob", "other store"])
def test_nobody_pays_with_anothers_deposit(town: Town, heard: Bookings, whose: str) -> None:
    cup = town.variant(town.cup)
    store, person = (town.clay, town.bob) if whose == "bob" else (town.cashmere, town.alice)
    row = paid_ahead(store, person, 1000)
    with pytest.raises(advances.AdvanceGone):
        ordered(shopper(town.alice), [promise(cup, advances=(row.public_id,))])


@pytest.mark.django_db
@settings(max_examples=25)
@given(
    deposits=st.lists(st.integers(1, 1500), min_size=1, max_size=3),
    units=st.lists(st.integers(1, 3), min_size=1, max_size=4),
    after=st.sampled_from(["paid", "confirmed", "paid out"]),
)
def test_refunds_over_several_payments_add_up_to_the_cent(
    town: Town, deposits: list[int], units: list[int], after: str
) -> None:
    with bookings(), transaction.atomic():
        _refund_in_parts(town, deposits, units, after)
        transaction.set_rollback(True)


def _refund_in_parts(town: Town, deposits: list[int], units: list[int], after: str) -> None:
    alice, mei, cup = shopper(town.alice), town.mei_at_work(), town.variant(town.cup)
    rows = [paid_ahead(town.clay, town.alice, amount, ref=f"tst_{n}") for n, amount in enumerate(deposits)]
    group = ordered(alice, [promise(cup, sum(units), advances=tuple(row.public_id for row in rows))])
    assert pay(alice, group) == "paid"
    order = order_in(group, town.clay)
    if after != "paid":
        completed(alice, mei, town.clay, group)
    if after == "paid out":
        for plan in settlement.prepare_payouts(by=SYSTEM, upto=clock.now(), period="p1"):
            settlement.send_payout(by=SYSTEM, payout_id=plan.payout_id)
        assert payable(town.clay) == 0
    line = order.lines.get()
    given_back = 0
    for count in units:
        back = orders.refund_lines(
            by=mei, store=town.clay, order=order.public_id, lines={line.public_id: count}, restock=False
        )
        back.refresh_from_db()
        given_back += back.amount_minor
        assert PaymentRefund.objects.filter(ref__startswith=back.public_id).count() >= 1
    order = Order.objects.of(town.clay).get(pk=order.pk)
    assert given_back == order.refunded_minor == order.paid_minor - order.freight_minor
    first = Payment.objects.get(ref=group.public_id)
    ahead = Payment.objects.filter(ref__in=group.advances).order_by("pk")
    # The group's payment is emptied first, then the deposits in their order.
    left = given_back
    for payment in (first, *ahead):
        assert payment.refunded_minor == min(left, payment.captured_minor)
        left -= payment.refunded_minor
    carry_out_due()
    drain()
    assert balance(AccountKey("refunds", "CNY", None, "test")) == 0
    told = sum(one.amount_minor for one in queries.statement_from_events(town.clay, "CNY"))
    paid_out = 0 if after != "paid out" else told - payable(town.clay)
    assert payable(town.clay) + paid_out == told
    books_are_right()
