"""Imports: many entries at once, with the same rules."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.refusals import NotAllowed
from regulars.people.merchants.models import Store
from regulars.trade.settlement import actions
from regulars.trade.settlement.models import Entry, Line
from regulars.trade.settlement.queries import check_books, statement
from regulars.trade.settlement.rules import (
    AccountKey,
    EntryDraft,
    LineDraft,
    OrderShare,
    Unbalanced,
    capture_entry,
    completion_of,
)
from tests.trade.settlement.booking import DAY, NOON, OSCAR, complete, sell, stands


def _history(store: Store, orders: int) -> Iterator[EntryDraft]:
    for number in range(orders):
        share = OrderShare(f"ord_{number}", store.pk, 1000 + number, 50, 52)
        yield capture_entry(f"grp_{number}", "test", "CNY", NOON, [share], share.paid_minor)
        yield completion_of(share, "CNY", NOON + DAY)


def _rows(store: Store) -> list[tuple[object, ...]]:
    rows = statement(store, "CNY", NOON, NOON + 9 * DAY).rows
    return [(row.at, row.part, row.amount_minor, row.balance_minor) for row in rows]


def test_bulk_and_verbs_book_the_same(clay: Store, cashmere: Store) -> None:
    actions.record_entries(by=SYSTEM, entries=_history(clay, 3))
    for number in range(3):
        sell(cashmere.pk, 1000 + number, name=f"v{number}", discount=50, commission=52)
        complete(cashmere.pk, f"v{number}", at=NOON + DAY)
    seen = _rows(clay)
    assert seen == _rows(cashmere)
    assert len(seen) == 9
    assert check_books()["ok"]


def test_a_second_import_adds_nothing(clay: Store) -> None:
    assert actions.record_entries(by=SYSTEM, entries=_history(clay, 5)) == 10
    assert actions.record_entries(by=SYSTEM, entries=_history(clay, 7)) == 4
    assert Entry.objects.count() == 14


def test_one_bad_entry_and_nothing_is_booked(clay: Store) -> None:
    bad = EntryDraft("bad", "capture", "x", NOON, [LineDraft(AccountKey("bank", "CNY"), 1)])
    with pytest.raises(Unbalanced):
        actions.record_entries(by=SYSTEM, entries=[*_history(clay, 2), bad])
    assert not Line.objects.exists()


def test_many_orders_take_few_statements(clay: Store) -> None:
    with CaptureQueriesContext(connection) as seen:
        actions.record_entries(by=SYSTEM, entries=_history(clay, 900))
    assert len(seen) < 60
    assert stands("escrow", clay.pk) == 0
    assert Line.objects.count() == 900 * 14


def test_an_operator_who_may_only_look_imports_nothing(clay: Store) -> None:
    with pytest.raises(NotAllowed):
        actions.record_entries(by=OSCAR, entries=_history(clay, 1))
