"""Credits, cancellations and the market's decisions: every cent that was paid is with somebody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.trade.advances.models import Advance
from regulars.trade.agreements import actions, queries
from regulars.trade.agreements.actions.paying import grants_of
from regulars.trade.agreements.models import Agreement, Credit
from regulars.trade.orders import actions as orders
from regulars.trade.orders import queries as shop
from regulars.trade.orders.models import Order
from regulars.trade.orders.queries import statement_from_events
from regulars.trade.payments.models import PaymentRefund
from regulars.trade.settlement.queries import balance
from regulars.trade.settlement.rules import AccountKey
from tests.town import Town
from tests.trade.agreements import making
from tests.trade.agreements.making import days, delivered, fresh, paid_balance, pay, signed, upto
from tests.trade.orders.shopping import HOME, books_are_right, shopper

OLGA = Actor("operator", rights=frozenset({"market.read", "market.orders"}))


def sent_back(of: str = "") -> int:
    """What providers were asked to send back, of one ref or in all."""
    rows = PaymentRefund.objects.filter(payment__ref=of) if of else PaymentRefund.objects.all()
    return sum(rows.values_list("amount_minor", flat=True))


def order_of(row: Agreement) -> Order:
    return Order.objects.of(row.store_id).get(public_id=fresh(row).order_ref)


def test_a_shopper_who_does_not_pay_makes_nobody_late(town: Town) -> None:
    row = upto(town, signed(town), "balance")
    with days(60):
        now = queries.now_of(fresh(row))
        assert (now.late_days, now.due_minor) == (0, 90_000)
        assert actions.post_due_credits() == 0


def test_credit_for_a_store_that_is_late_lowers_the_balance(town: Town) -> None:
    row = upto(town, signed(town), "make")
    with days(42):
        now = queries.now_of(fresh(row))
        assert (now.late_days, now.credit_minor, now.due_minor) == (7, 12_000, 78_000)
        assert actions.post_due_credits() == 12_000
        assert actions.post_due_credits() == 0
        upto(town, row, "balance")
        order = paid_balance(row)
        assert (order.paid_minor, order.group.payable_minor) == (108_000, 78_000)
        assert fresh(row).priced_credit_minor == 12_000
    ways = Credit.objects.of(town.cashmere).values_list("step", "amount_minor", "way")
    assert list(ways.order_by("step")) == [(1, 6_000, "balance"), (2, 6_000, "balance")]
    assert sent_back() == 0


def test_credit_after_the_balance_is_paid_is_sent_back_by_itself(town: Town) -> None:
    row = upto(town, signed(town), "deliver")
    with days(35 + 3):
        assert actions.post_due_credits() == 6_000
    with days(35 + 14):
        assert actions.post_due_credits() == 18_000
        assert actions.post_due_credits() == 0
        delivered(town, row)
    with days(90):
        assert actions.post_due_credits() == 0
    order = order_of(row)
    assert (order.refunded_minor, sent_back(order.group.public_id)) == (24_000, 24_000)
    assert [one.way for one in Credit.objects.of(town.cashmere)] == ["refund"] * 3
    books_are_right()


def test_the_credit_needs_no_clock_when_the_parcel_is_handed_over(town: Town) -> None:
    row = upto(town, signed(town), "deliver")
    with days(35 + 8):
        delivered(town, row)
    assert order_of(row).refunded_minor == 12_000


def test_what_comes_due_while_the_order_waits_is_sent_back_after_it_is_paid(town: Town) -> None:
    row = upto(town, signed(town), "make")
    with days(35 + 6):
        upto(town, row, "balance")
        group = making.order_balance(fresh(row))
        moment = clock.now()
    assert fresh(row).priced_credit_minor == 6_000
    with clock.at(moment + timedelta(minutes=5)):
        assert making.pay_group(shopper(town.alice), group) == "paid"
    with clock.at(moment + timedelta(days=2)):
        assert actions.post_due_credits() == 6_000
    assert (order_of(row).paid_minor, order_of(row).refunded_minor) == (114_000, 6_000)


def test_a_new_day_that_both_sign_takes_back_what_lateness_had_cost(town: Town) -> None:
    row = upto(town, signed(town), "make")
    with days(40):
        assert actions.post_due_credits() == 6_000
        moved = making.coat(queries.today() - timedelta(days=25))
        done = queries.now_of(fresh(row)).terms
        assert done is not None
        milestones = (*done.milestones[:4], *moved.milestones[4:])
        version = making.proposed(town, row, making.coat(milestones=milestones))
        making.sign(shopper(town.alice), row, version)
        assert queries.now_of(fresh(row)).credit_minor == 0
        assert Credit.objects.of(town.cashmere).count() == 0


@pytest.mark.parametrize(
    ("kind", "kept"), [("measure", 0), ("approve", 12_000), ("make", 12_000), ("balance", 30_000)]
)
def test_a_shopper_who_ends_it_leaves_the_published_share(town: Town, kind: str, kept: int) -> None:
    row = upto(town, signed(town), kind)
    alice = shopper(town.alice)
    assert queries.cancel_cost(row, "shopper") == (kept, 30_000 - kept)
    with pytest.raises(actions.AmountsChanged):
        actions.cancel(by=alice, agreement_id=row.public_id, why="Changed my mind.", kept_minor=kept + 1)
    done = actions.cancel(by=alice, agreement_id=row.public_id, why="Changed my mind.", kept_minor=kept)
    advance = Advance.objects.of(town.cashmere).get()
    assert done.state == "cancelled"
    assert sent_back(advance.public_id) == 30_000 - kept
    assert balance(AccountKey("advances", "CNY", town.cashmere.pk)) == 0
    owed = -balance(AccountKey("store_payable", "CNY", town.cashmere.pk))
    commission = -balance(AccountKey("commission", "CNY"))
    assert owed + commission == kept
    assert sum(one.amount_minor for one in statement_from_events(town.cashmere, "CNY")) == owed
    with pytest.raises(actions.MovedOn):
        actions.cancel(by=alice, agreement_id=row.public_id, why="Again.", kept_minor=kept)


def test_a_store_that_ends_it_gives_everything_back(town: Town) -> None:
    row = upto(town, signed(town), "make")
    actions.cancel(by=town.ravi_at_work(), agreement_id=row.public_id, why="The loom broke.", kept_minor=0)
    assert sent_back() == 30_000
    paid = upto(town, signed(town), "deliver")
    actions.cancel(by=town.ravi_at_work(), agreement_id=paid.public_id, why="The loom broke.", kept_minor=0)
    order = order_of(paid)
    assert (order.state, order.refunded_minor, sent_back()) == ("refunded", 120_000, 150_000)
    assert sent_back(order.group.public_id) == 90_000
    books_are_right()


def test_once_all_is_paid_a_shopper_cancels_only_what_never_came(town: Town) -> None:
    row = upto(town, signed(town), "deliver")
    alice = shopper(town.alice)
    with pytest.raises(actions.NotAnyMore):
        actions.cancel(by=alice, agreement_id=row.public_id, why="Too slow.", kept_minor=0)
    with days(35 + 30):
        actions.cancel(by=alice, agreement_id=row.public_id, why="Too slow.", kept_minor=0)
    assert (order_of(row).state, order_of(row).refunded_minor) == ("refunded", 120_000)


def test_the_market_splits_what_was_paid_ahead(town: Town) -> None:
    row = upto(town, signed(town), "make")
    actions.dispute(by=shopper(town.alice), agreement_id=row.public_id, why="Nobody answers.")
    with pytest.raises(actions.AmountWrong):
        actions.decide(by=OLGA, agreement_id=row.public_id, returned_minor=30_001, why="So.")
    done = actions.decide(by=OLGA, agreement_id=row.public_id, returned_minor=21_337, why="Half is made.")
    assert (done.state, sent_back()) == ("decided", 21_337)
    with pytest.raises(actions.MovedOn):
        actions.decide(by=OLGA, agreement_id=row.public_id, returned_minor=0, why="Again.")


def test_the_market_gives_back_a_part_of_what_came_and_the_order_completes(town: Town) -> None:
    row = delivered(town, signed(town))
    actions.reject(by=shopper(town.alice), agreement_id=row.public_id, why="A hole.")
    actions.dispute(by=town.ravi_at_work(), agreement_id=row.public_id, why="There was no hole.")
    actions.decide(by=OLGA, agreement_id=row.public_id, returned_minor=100_000, why="The photo shows it.")
    order = order_of(row)
    assert (fresh(row).state, order.state, order.refunded_minor) == ("decided", "confirmed", 100_000)
    assert sent_back(order.group.public_id) == 90_000
    owed = -balance(AccountKey("store_payable", "CNY", town.cashmere.pk))
    assert sum(one.amount_minor for one in statement_from_events(town.cashmere, "CNY")) == owed
    assert owed - balance(AccountKey("commission", "CNY")) == 20_000
    books_are_right()


def test_with_less_than_everything_an_unsent_order_goes_on(town: Town) -> None:
    row = upto(town, signed(town), "deliver")
    actions.dispute(by=shopper(town.alice), agreement_id=row.public_id, why="Another colour.")
    actions.decide(by=OLGA, agreement_id=row.public_id, returned_minor=20_000, why="It is a shade off.")
    assert fresh(row).state == "signed"
    assert delivered(town, row).state == "delivered"
    actions.accept(by=shopper(town.alice), agreement_id=row.public_id)
    assert (order_of(row).state, order_of(row).refunded_minor) == ("confirmed", 20_000)


def test_a_payment_that_comes_after_the_end_goes_back(town: Town) -> None:
    row = signed(town)
    advance = actions.pay(by=shopper(town.alice), agreement_id=row.public_id, key="m1")
    actions.cancel(by=town.ravi_at_work(), agreement_id=row.public_id, why="No wool.", kept_minor=0)
    assert making.pay_advance(advance) == "returned"
    again = signed(town)
    pay(town, again)
    group_row = upto(town, again, "balance")
    group = making.order_balance(group_row)
    orders.cancel_group(by=shopper(town.alice), group=group.public_id)
    kept = queries.cancel_cost(fresh(again), "shopper")
    assert kept is not None
    actions.cancel(by=shopper(town.alice), agreement_id=again.public_id, why="No.", kept_minor=kept[0])
    with pytest.raises(orders.NotPayable):
        making.pay_group(shopper(town.alice), group)


def test_what_the_check_out_read_before_a_dearer_version_was_signed_is_not_ordered(town: Town) -> None:
    row = upto(town, signed(town), "balance")
    alice = shopper(town.alice)
    granted = grants_of(alice, row.public_id)
    told = shop.quote(by=alice, currency=row.currency, lines={}, grants=granted)
    terms = queries.now_of(fresh(row)).terms
    assert terms is not None
    making.sign(
        alice, row, making.proposed(town, row, replace(terms, price_minor=terms.price_minor + 50_000))
    )
    with pytest.raises(actions.MovedOn):
        orders.place_order(
            by=alice,
            lines={},
            grants=granted,
            address=HOME,
            currency=row.currency,
            expected_total_minor=told.total_minor,
        )
    assert not fresh(row).group_ref
