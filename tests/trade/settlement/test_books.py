"""The check of everything finds what is wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.people.merchants.models import Store
from regulars.trade.settlement import actions
from regulars.trade.settlement.models import Account, BalanceMark, Entry, Line, Payout
from regulars.trade.settlement.queries import check_books, ledger_entries, ledger_entry
from regulars.trade.settlement.tasks import mark_balances
from tests.trade.settlement.booking import NOON, complete, sell, stands


def test_empty_books_are_right(db: Any) -> None:
    assert check_books() == {
        "ok": True,
        "entries": 0,
        "lines": 0,
        "uncleared": 0,
        "overdue": 0,
        "currencies": {},
        "accounts": {},
        "problems": [],
    }


def test_right_books_are_right(clay: Store) -> None:
    sell(clay.pk, commission=500)
    sell(clay.pk, 700, name="2", currency="JPY")
    complete(clay.pk)
    books = check_books()
    assert books["ok"]
    assert books["entries"] == 3
    assert books["currencies"] == {"CNY": 0, "JPY": 0}
    assert books["accounts"]["store_payable:CNY"] == -9500
    assert books["accounts"]["payments:test:JPY"] == 700


def _stray(amount: int, currency: str = "CNY", entry: Entry | None = None) -> None:
    account = Account.objects.get(kind="payments", currency="CNY")
    entry = entry or Entry.objects.get(kind="capture")
    Line.objects.create(
        entry=entry, account=account, amount_minor=amount, currency=currency, ref="x", at=NOON
    )


@pytest.mark.breaks_books
def test_a_stray_line_is_found(clay: Store) -> None:
    sell(clay.pk)
    _stray(5)
    problems = check_books()["problems"]
    assert "CNY is 5 off" in problems
    assert any("entry" in one and "5 CNY off" in one for one in problems)


@pytest.mark.breaks_books
def test_two_entries_that_cancel_out_are_found(clay: Store) -> None:
    _stray(5, entry=sell(clay.pk))
    _stray(-5, entry=sell(clay.pk, name="2"))
    books = check_books()
    assert books["currencies"] == {"CNY": 0}
    assert len(books["problems"]) == 2


@pytest.mark.breaks_books
def test_a_line_in_a_foreign_currency_is_found(clay: Store) -> None:
    sell(clay.pk)
    _stray(5, "JPY")
    assert any("another currency" in one for one in check_books()["problems"])


def test_a_payout_without_its_entry_is_found(clay: Store) -> None:
    Payout.objects.create(store=clay, currency="CNY", amount_minor=5, period="x")
    assert check_books()["problems"] == ["CNY payouts under way are 5, the books say 0"]


@pytest.mark.breaks_books
def test_an_unknown_or_mislabelled_account_is_found(clay: Store) -> None:
    sell(clay.pk)
    Account.objects.filter(kind="payments").update(transit=False)
    Account.objects.create(kind="pocket", currency="CNY")
    problems = check_books()["problems"]
    assert "there is no account of kind pocket" in problems
    assert "an account of kind payments is marked wrongly for transit" in problems


def test_a_missing_trigger_is_found(clay: Store) -> None:
    of = " ON settlement_line" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER settlement_line_no_delete" + of)
    assert check_books()["problems"] == ["the trigger settlement_line_no_delete is missing"]


def _later() -> Any:
    return clock.at(clock.now() + timedelta(hours=1))


def test_marks_shorten_the_sum_and_change_no_balance(clay: Store) -> None:
    sell(clay.pk, commission=500)
    with _later():
        mark_balances()
        assert actions.mark_balances(by=SYSTEM) == 0
    sell(clay.pk, name="2", commission=500)
    assert stands("escrow", clay.pk) == -19_000
    with _later():
        assert actions.mark_balances(by=SYSTEM) == 3
    assert stands("escrow", clay.pk) == -19_000
    assert check_books()["ok"]


def test_young_lines_are_not_marked(clay: Store) -> None:
    sell(clay.pk)
    assert actions.mark_balances(by=SYSTEM) == 0
    assert not BalanceMark.objects.exists()


@pytest.mark.breaks_books
def test_a_wrong_mark_is_found(clay: Store) -> None:
    sell(clay.pk)
    with _later():
        mark_balances()
    BalanceMark.objects.filter(balance_minor__gt=0).update(balance_minor=1)
    assert any("is marked 1, its lines say 10000" in one for one in check_books()["problems"])


def test_the_journal_reads_page_by_page(clay: Store) -> None:
    for number in range(5):
        sell(clay.pk, name=str(number))
    first = ledger_entries(limit=3)
    second = ledger_entries(cursor=first[-1].cursor, limit=3)
    assert [row.ref for row in first + second] == ["grp_4", "grp_3", "grp_2", "grp_1", "grp_0"]
    assert ledger_entry(first[0].public_id) == first[0]
    assert [row.ref for row in ledger_entries(ref="ord_2")] == ["grp_2"]
    assert ledger_entries(kind="payout") == []


@pytest.mark.parametrize("account", ["payments:test", "escrow"])
def test_the_journal_names_accounts(clay: Store, account: str) -> None:
    sell(clay.pk)
    assert account in {line[0] for line in ledger_entries()[0].lines}
