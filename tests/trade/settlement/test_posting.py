"""The one way into the books."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.refusals import NotAllowed
from regulars.trade.settlement import actions
from regulars.trade.settlement.models import Entry, Line
from regulars.trade.settlement.queries import check_books
from regulars.trade.settlement.rules import AccountKey, LineDraft, MixedCurrency, Unbalanced, UnknownAccount
from tests.trade.settlement.booking import NOON, OLGA, OSCAR, stands

BANK = AccountKey("bank", "CNY")
GAIN = AccountKey("adjustments", "CNY")


def _post(lines: list[LineDraft], key: str = "k1", by: Any = OLGA) -> Entry:
    return actions.post(by=by, key=key, kind="correction", ref="cor_1", at=NOON, lines=lines)


def test_an_entry_moves_balances(db: Any) -> None:
    _post([LineDraft(BANK, 700), LineDraft(GAIN, -700)])
    assert (stands("bank"), stands("adjustments")) == (700, -700)


def test_the_same_key_is_booked_once(db: Any) -> None:
    lines = [LineDraft(BANK, 700), LineDraft(GAIN, -700)]
    assert _post(lines).pk == _post(lines).pk
    assert stands("bank") == 700


def test_the_same_key_with_other_lines_is_loud(db: Any) -> None:
    _post([LineDraft(BANK, 700), LineDraft(GAIN, -700)])
    with pytest.raises(actions.EntryDiffers):
        _post([LineDraft(BANK, 701), LineDraft(GAIN, -701)])


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        ([LineDraft(BANK, 700), LineDraft(GAIN, -699)], Unbalanced),
        ([LineDraft(BANK, 700), LineDraft(AccountKey("adjustments", "EUR"), -700)], MixedCurrency),
        ([LineDraft(AccountKey("pocket", "CNY"), 5), LineDraft(GAIN, -5)], UnknownAccount),
        ([LineDraft(AccountKey("escrow", "CNY"), 5), LineDraft(GAIN, -5)], UnknownAccount),
        ([LineDraft(AccountKey("bank", "CNY", 1), 5), LineDraft(GAIN, -5)], UnknownAccount),
    ],
)
def test_what_the_books_refuse(db: Any, lines: list[LineDraft], refused: type[Exception]) -> None:
    with pytest.raises(refused):
        _post(lines)
    assert not Entry.objects.exists()


def test_reading_is_not_posting(db: Any) -> None:
    with pytest.raises(NotAllowed):
        _post([LineDraft(BANK, 1), LineDraft(GAIN, -1)], by=OSCAR)


def _tamper(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("table", [Entry, Line])
@pytest.mark.parametrize(("change", "rest"), [("UPDATE", " SET ref = 'x'"), ("DELETE FROM", "")])
def test_the_database_refuses_to_change_what_is_booked(db: Any, table: Any, change: str, rest: str) -> None:
    _post([LineDraft(BANK, 700), LineDraft(GAIN, -700)], by=SYSTEM)
    with pytest.raises(DatabaseError, match="append-only"):
        _tamper(f"{change} {table._meta.db_table}{rest}")
    assert check_books()["ok"]
    assert Line.objects.count() == 2
