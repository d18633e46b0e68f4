"""Payouts: once per period, positive balances only, late refunds kept back."""

from __future__ import annotations

from datetime import datetime

import pytest

from regulars.ground.bus.models import Message
from regulars.ground.kit.refusals import BadInput, NotAllowed, NotFound
from regulars.people.merchants.models import Store
from regulars.trade.settlement import actions
from regulars.trade.settlement.models import Payout
from regulars.trade.settlement.queries import PayoutPlan, check_books, payouts, payouts_of
from tests.trade.settlement.booking import DAY, NOON, OLGA, OSCAR, complete, refund, sell, stands


def _earn(store: Store, amount: int, name: str = "1", at: datetime = NOON, currency: str = "CNY") -> None:
    sell(store.pk, amount, name=name, at=at, currency=currency)
    complete(store.pk, name, at=at, currency=currency)


def _run(upto: datetime = NOON, dry_run: bool = False) -> list[PayoutPlan]:
    return actions.prepare_payouts(by=OLGA, upto=upto, dry_run=dry_run)


def test_every_store_with_a_balance_gets_one_payout(clay: Store, cashmere: Store) -> None:
    _earn(clay, 8000, "a")
    _earn(cashmere, 5000, "b")
    _earn(cashmere, 700, "c", currency="JPY")
    plans = _run()
    assert [(plan.store_id, plan.currency, plan.amount_minor) for plan in plans] == [
        (clay.pk, "CNY", 8000),
        (cashmere.pk, "CNY", 5000),
        (cashmere.pk, "JPY", 700),
    ]
    assert all(plan.payout_id for plan in plans)
    assert stands("store_payable", clay.pk) == 0
    assert stands("payouts") == -13_000


def test_the_same_run_again_pays_nothing_more(clay: Store) -> None:
    _earn(clay, 8000)
    first = _run()
    _earn(clay, 1000, "2")
    assert _run() == first
    assert Payout.objects.count() == 1
    assert _run(NOON + DAY)[0].amount_minor == 1000


def test_a_dry_run_changes_nothing(clay: Store) -> None:
    _earn(clay, 8000)
    plans = _run(dry_run=True)
    assert [(plan.amount_minor, plan.payout_id) for plan in plans] == [(8000, "")]
    assert not Payout.objects.exists()
    assert stands("store_payable", clay.pk) == -8000


def test_what_was_earned_after_the_day_waits(clay: Store) -> None:
    _earn(clay, 8000)
    _earn(clay, 500, "2", at=NOON + DAY)
    assert _run()[0].amount_minor == 8000


def test_a_refund_after_the_day_is_kept_back_at_once(clay: Store) -> None:
    _earn(clay, 8000)
    refund(clay.pk, 3000, at=NOON + DAY)
    assert _run()[0].amount_minor == 5000


def test_a_refund_after_the_payout_is_taken_from_the_next(clay: Store) -> None:
    _earn(clay, 8000)
    actions.send_payout(by=OLGA, payout_id=_run()[0].payout_id)
    refund(clay.pk, 8000, at=NOON + DAY)
    assert stands("store_payable", clay.pk) == 8000
    assert _run(NOON + DAY) == []
    _earn(clay, 10_000, "2", at=NOON + 2 * DAY)
    assert _run(NOON + 2 * DAY)[0].amount_minor == 2000
    assert check_books()["ok"]


def test_a_payout_is_sent_once(clay: Store) -> None:
    _earn(clay, 8000)
    payout_id = _run()[0].payout_id
    for _ in range(2):
        row = actions.send_payout(by=OLGA, payout_id=payout_id, bank_ref="b-77")
    assert (row.state, row.bank_ref) == ("sent", "b-77")
    assert (stands("payouts"), stands("bank")) == (0, -8000)
    assert Message.objects.filter(name="trade.payout-sent.v1").count() == 1


@pytest.mark.parametrize("sent", [False, True])
def test_a_returned_payout_is_owed_again(clay: Store, sent: bool) -> None:
    _earn(clay, 8000)
    payout_id = _run()[0].payout_id
    if sent:
        actions.send_payout(by=OLGA, payout_id=payout_id)
    actions.return_payout(by=OLGA, payout_id=payout_id, reason="The account is closed.")
    assert stands("store_payable", clay.pk) == -8000
    assert (stands("payouts"), stands("bank")) == (0, 0)
    with pytest.raises(actions.PayoutGone):
        actions.return_payout(by=OLGA, payout_id=payout_id, reason="Again")
    with pytest.raises(actions.PayoutGone):
        actions.send_payout(by=OLGA, payout_id=payout_id)
    assert _run(NOON + DAY)[0].amount_minor == 8000
    assert check_books()["ok"]


def test_a_return_needs_a_reason(clay: Store) -> None:
    _earn(clay, 8000)
    with pytest.raises(BadInput):
        actions.return_payout(by=OLGA, payout_id=_run()[0].payout_id, reason=" ")


def test_only_who_may_move_money_does(clay: Store) -> None:
    _earn(clay, 8000)
    with pytest.raises(NotAllowed):
        actions.prepare_payouts(by=OSCAR, upto=NOON)
    with pytest.raises(NotAllowed):
        actions.send_payout(by=OSCAR, payout_id="out_x")
    with pytest.raises(NotFound):
        actions.send_payout(by=OLGA, payout_id="out_x")


def test_a_store_sees_its_own_payouts_only(clay: Store, cashmere: Store) -> None:
    _earn(clay, 8000)
    _run()
    assert payouts_of(clay).count() == 1
    assert payouts_of(cashmere).count() == 0
    assert payouts("prepared").count() == 1
    assert payouts("sent").count() == 0
