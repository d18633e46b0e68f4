"""Two runners at once end as one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from regulars.ground.kit.actors import SYSTEM
from regulars.people.merchants.models import Store
from regulars.trade.settlement import actions
from regulars.trade.settlement.models import Entry, Payout
from regulars.trade.settlement.queries import check_books
from tests.trade.settlement.booking import NOON, OLGA, complete, refund, sell, stands


def together(*steps: Callable[[], Any]) -> list[Any]:
    """Run the steps in threads that start at the same moment; returns results or exceptions."""
    barrier = threading.Barrier(len(steps))
    results: list[Any] = [None] * len(steps)

    def run(number: int, step: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[number] = step()
        except Exception as problem:
            results[number] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def _stores(count: int) -> list[Store]:
    stores = [Store.objects.create(slug=f"s{n}", name=f"S{n}", currency="CNY") for n in range(count)]
    for store in stores:
        sell(store.pk, 1000 + store.pk, name=store.slug, commission=50)
    return stores


def test_two_settlement_runs(transactional_db: Any) -> None:
    stores = _stores(6)

    def run() -> None:
        for store in stores:
            complete(store.pk, store.slug)

    assert together(run, run) == [None, None]
    assert Entry.objects.filter(kind="completion").count() == 6
    assert stands("commission") == -300
    assert check_books()["ok"]


def test_two_payout_runs(transactional_db: Any) -> None:
    stores = _stores(6)
    for store in stores:
        complete(store.pk, store.slug)

    def run() -> list[Any]:
        plans = actions.prepare_payouts(by=OLGA, upto=NOON)
        return [actions.send_payout(by=OLGA, payout_id=plan.payout_id).amount_minor for plan in plans]

    together(run, run, run)
    assert Payout.objects.filter(state="sent").count() == 6
    assert Entry.objects.filter(kind="payout-sent").count() == 6
    assert [stands("store_payable", store.pk) for store in stores] == [0] * 6
    assert stands("bank") == -sum(950 + store.pk for store in stores)
    assert check_books()["ok"]


def test_a_refund_beside_a_completion(transactional_db: Any) -> None:
    stores = _stores(8)
    for store in stores:
        results = together(
            lambda store=store: complete(store.pk, store.slug),  # type: ignore[misc]
            lambda store=store: refund(store.pk, 400, name=store.slug, commission=20),  # type: ignore[misc]
        )
        assert [type(result) for result in results] == [Entry, Entry]
        assert stands("escrow", store.pk) == 0
        assert stands("store_payable", store.pk) == -(1000 + store.pk - 50 - 400 + 20)
    assert stands("commission_held") == 0
    assert check_books()["ok"]


def test_the_first_entries_of_a_new_currency_at_once(transactional_db: Any) -> None:
    (store,) = _stores(1)
    steps = [
        lambda name=name: sell(store.pk, 100, name=name, currency="EUR", commission=5)  # type: ignore[misc]
        for name in "abcdef"
    ]
    results = together(*steps)
    assert [type(result) for result in results] == [Entry] * 6
    assert stands("escrow", store.pk, currency="EUR") == -570


def test_the_same_capture_at_once(transactional_db: Any) -> None:
    store = Store.objects.create(slug="one", name="One", currency="CNY")
    together(*[lambda: sell(store.pk, 1000, over=1) for _ in range(8)])
    assert Entry.objects.count() == 1
    assert stands("payments") == 1001


def test_marks_by_two_workers(transactional_db: Any) -> None:
    _stores(3)
    together(*[lambda: actions.mark_balances(by=SYSTEM) for _ in range(3)])
    assert check_books()["ok"]
