"""Capture, completion, refund: where the money stands after each."""

from __future__ import annotations

import pytest

from regulars.ground.bus.models import Message
from regulars.ground.kit.actors import SYSTEM
from regulars.people.merchants.models import Store
from regulars.trade.settlement import actions
from regulars.trade.settlement.models import Discrepancy, Entry
from regulars.trade.settlement.queries import check_books, ref_parts
from regulars.trade.settlement.rules import OrderShare, Settled
from tests.trade.settlement.booking import NOON, OLGA, complete, refund, sell, stands


def test_a_capture_is_split_over_the_stores(clay: Store, cashmere: Store) -> None:
    shares = [OrderShare("ord_a", clay.pk, 8000, 500, 425), OrderShare("ord_b", cashmere.pk, 2000, 0, 100)]
    actions.record_capture(
        by=SYSTEM, ref="grp_1", provider="test", currency="CNY", at=NOON, orders=shares, received_minor=10_000
    )
    assert stands("payments") == 10_000
    assert stands("market_discounts") == 500
    assert stands("escrow", clay.pk) == -8075
    assert stands("escrow", cashmere.pk) == -1900
    assert stands("commission_held") == -525
    assert check_books()["ok"]


def test_completion_pays_the_store_and_earns_the_commission(clay: Store) -> None:
    sell(clay.pk, 10_000, discount=1000, commission=550)
    complete(clay.pk)
    assert stands("escrow", clay.pk) == 0
    assert stands("store_payable", clay.pk) == -10_450
    assert stands("commission") == -550
    assert stands("commission_held") == 0


def test_happenings_told_twice_are_booked_once(clay: Store) -> None:
    for _ in range(2):
        sell(clay.pk, commission=500)
        complete(clay.pk)
        refund(clay.pk, 4000, commission=200)
    assert Entry.objects.count() == 3
    assert stands("store_payable", clay.pk) == -(10_000 - 500 - 4000 + 200)


def test_a_free_order_completes(clay: Store) -> None:
    sell(clay.pk, 0)
    complete(clay.pk)
    assert stands("store_payable", clay.pk) == 0
    assert check_books()["ok"]


def test_an_order_the_books_never_saw_cannot_complete(clay: Store) -> None:
    with pytest.raises(actions.NotCaptured):
        complete(clay.pk, "nobody")


def test_a_refund_before_completion_comes_out_of_escrow(clay: Store) -> None:
    sell(clay.pk, 10_000, discount=1000, commission=550)
    refund(clay.pk, 10_000, discount=1000, commission=550)
    assert ref_parts("refunds", "CNY", "ret_1") == {"": -10_000}
    for kind in ("escrow", "store_payable"):
        assert stands(kind, clay.pk) == 0
    for kind in ("commission_held", "commission", "market_discounts"):
        assert stands(kind) == 0


def test_a_refund_after_completion_is_owed_by_the_store(clay: Store) -> None:
    sell(clay.pk, 10_000, commission=500)
    complete(clay.pk)
    refund(clay.pk, 10_000, commission=500)
    assert stands("store_payable", clay.pk) == 0
    assert stands("commission") == 0
    assert stands("refunds") == -10_000


def test_no_order_refunds_more_than_it_holds(clay: Store) -> None:
    sell(clay.pk, 10_000)
    sell(clay.pk, 10_000, name="2")
    with pytest.raises(actions.OverRefund):
        refund(clay.pk, 10_001)


def test_a_refund_over_two_payments_clears_when_both_are_sent(clay: Store) -> None:
    sell(clay.pk)
    refund(clay.pk, 9000)
    for sent_ref, amount in (("prf_1", 5000), ("prf_2", 4000), ("prf_2", 4000)):
        actions.record_refund_sent(
            by=SYSTEM,
            ref="ret_1",
            sent_ref=sent_ref,
            provider="test",
            currency="CNY",
            amount_minor=amount,
            at=NOON,
        )
    assert stands("refunds") == 0
    assert stands("payments") == 1000


def test_the_provider_settles_payments_less_refunds_and_fee(clay: Store) -> None:
    sell(clay.pk)
    refund(clay.pk, 3000)
    actions.record_refund_sent(
        by=SYSTEM, ref="ret_1", provider="test", currency="CNY", amount_minor=3000, at=NOON
    )
    items = [Settled("grp_1", 10_000), Settled("ret_1", -3000)]
    for _ in range(2):
        actions.record_provider_settled(
            by=OLGA,
            ref="po_1",
            provider="test",
            currency="CNY",
            received_minor=6900,
            fee_minor=100,
            items=items,
            at=NOON,
        )
    assert (stands("payments"), stands("bank"), stands("provider_fees")) == (0, 6900, 100)
    assert not Discrepancy.objects.exists()


@pytest.mark.parametrize("over", [250, -250])
def test_a_capture_that_differs_waits_in_transit_with_its_reason(clay: Store, over: int) -> None:
    sell(clay.pk, 10_000, over=over)
    sell(clay.pk, 10_000, over=over)
    row = Discrepancy.objects.get()
    assert (row.ref, row.kind, row.amount_minor) == ("grp_1", "capture-differs", over)
    assert stands("unmatched") == -over
    assert Message.objects.filter(name="trade.discrepancy-found.v1").count() == 1
    assert check_books()["ok"]


def test_a_transfer_that_differs_waits_in_transit_with_its_reason(clay: Store) -> None:
    sell(clay.pk)
    actions.record_provider_settled(
        by=OLGA,
        ref="po_1",
        provider="test",
        currency="CNY",
        received_minor=9_999,
        items=[Settled("grp_1", 10_000)],
        at=NOON,
    )
    assert Discrepancy.objects.get().amount_minor == -1
    assert stands("unmatched") == 1
