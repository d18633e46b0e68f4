"""What the console asks about the whole market, and unmatched money settled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import BadInput, NotAllowed, NotFound
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries import disputes_waiting, market_days
from regulars.trade.payments.models import PaymentRefund
from regulars.trade.settlement.actions import WhereTo, open_discrepancy
from regulars.trade.settlement.models import Discrepancy
from regulars.trade.settlement.queries import account_balances, discrepancy
from tests.town import Town
from tests.trade.orders.shopping import books_are_right, bought, captured, place, shopper, start

READS = Actor("operator", rights=frozenset({"market.read"}))
KEEPS = Actor("operator", rights=frozenset({"market.read", "market.money"}))


def test_days_count_paid_orders_of_all_stores(town: Town) -> None:
    first = bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    second = bought(shopper(town.bob), {town.variant(town.sweater).public_id: 1})
    place(shopper(town.bob), {town.variant(town.cup).public_id: 1})
    found = market_days(by=READS)
    assert (len(found.days), sum(found.orders), found.orders[-1]) == (30, 2, 2)
    assert found.sales["CNY"][-1] == first.total_minor + second.total_minor
    with CaptureQueriesContext(connection) as asked:
        market_days(by=READS)
    assert not asked.captured_queries
    with clock.shift(timedelta(days=40)):
        assert sum(market_days(by=READS, days=29).orders) == 0
    with pytest.raises(NotAllowed):
        market_days(by=Actor("operator"))
    assert disputes_waiting(by=READS) == 0


def held(town: Town) -> Discrepancy:
    bob = shopper(town.bob)
    payment = start(bob, place(bob, {town.variant(town.cup).public_id: 1}))
    orders.receive_payment(
        by=SYSTEM, provider="test", message=captured(payment, amount_minor=payment.amount_minor + 5)
    )
    return Discrepancy.objects.get()


def test_the_refund_is_asked_with_the_booking_or_not_at_all(town: Town) -> None:
    row = held(town)
    assert Discrepancy.objects.get().resolved_at is None
    with pytest.raises(NotAllowed):
        orders.settle_discrepancy(by=READS, discrepancy_id=row.public_id, resolution="Back.", to="payer")
    with pytest.raises(BadInput):
        orders.settle_discrepancy(by=KEEPS, discrepancy_id=row.public_id, resolution=" ", to="payer")
    assert not PaymentRefund.objects.exists()
    orders.settle_discrepancy(by=KEEPS, discrepancy_id=row.public_id, resolution="Back.", to="payer")
    refund = PaymentRefund.objects.get()
    assert (refund.ref, refund.amount_minor) == (row.public_id, row.amount_minor)
    with pytest.raises(NotFound):
        orders.settle_discrepancy(by=KEEPS, discrepancy_id=row.public_id, resolution="Again.", to="payer")
    assert Discrepancy.objects.get().resolved_at is not None
    assert discrepancy(row.public_id).resolution == "Back."
    owed = next(row for row in account_balances() if row.kind == "refunds")
    assert -owed.balance_minor == refund.amount_minor
    books_are_right()


def test_money_without_a_payment_has_no_payer(town: Town) -> None:
    row = held(town)
    Discrepancy.objects.filter(pk=row.pk).update(resolved_at=clock.now())
    lone = open_discrepancy(
        by=SYSTEM, ref="pay_nobody", kind="missing", amount_minor=5, currency="CNY", reason="Found."
    )
    assert (
        orders.settle_discrepancy(by=KEEPS, discrepancy_id=lone.public_id, resolution="Nothing there.")
        is None
    )
    with pytest.raises(NotFound):
        discrepancy("dis_nobody")
    Discrepancy.objects.filter(pk=row.pk).update(resolved_at=None)
    with pytest.raises(WhereTo):
        orders.settle_discrepancy(by=KEEPS, discrepancy_id=row.public_id, resolution="Where?", to="moon")
