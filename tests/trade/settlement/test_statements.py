"""A statement opens, adds up and closes."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from regulars.people.merchants.models import Store
from regulars.trade.settlement import actions
from regulars.trade.settlement.queries import statement, statement_sheet, store_balances
from tests.trade.settlement.booking import DAY, NOON, OLGA, complete, refund, sell, stands


def _month(store: Store) -> None:
    sell(store.pk, 10_000, discount=1000, commission=550)
    refund(store.pk, 2000, discount=200, commission=110)
    complete(store.pk, at=NOON + DAY)
    refund(store.pk, 1000, ref="ret_late", discount=100, commission=55, at=NOON + 2 * DAY)
    actions.prepare_payouts(by=OLGA, upto=NOON + 3 * DAY)


def test_every_amount_has_its_class(clay: Store) -> None:
    _month(clay)
    seen = statement(clay, "CNY", NOON, NOON + timedelta(days=36_500))
    assert seen.totals == {
        "sale": 10_000,
        "discount": 1000 - 200 - 100,
        "commission": -550 + 110 + 55,
        "refund": -3000,
        "payout": -(10_000 + 700 - 385 - 3000),
        "adjustment": 0,
        "service": 0,
    }
    assert seen.opening_minor == 0
    assert seen.closing_minor == 0 == -stands("store_payable", clay.pk)


def test_periods_join_without_a_gap(clay: Store) -> None:
    _month(clay)
    edges = [NOON, NOON + DAY, NOON + 1.5 * DAY, NOON + 2 * DAY, NOON + 36_500 * DAY]
    parts = [statement(clay, "CNY", since, until) for since, until in pairwise(edges)]
    for one, next_one in pairwise(parts):
        assert one.closing_minor == next_one.opening_minor
    for one in parts:
        assert one.opening_minor + sum(row.amount_minor for row in one.rows) == one.closing_minor
    assert sum(len(one.rows) for one in parts) == len(statement(clay, "CNY", edges[0], edges[-1]).rows)


def test_a_store_reads_nothing_of_another(clay: Store, cashmere: Store) -> None:
    _month(clay)
    assert statement(cashmere, "CNY", NOON, NOON + 9 * DAY).rows == []
    assert statement(clay, "JPY", NOON, NOON + 9 * DAY).rows == []


def test_the_sheet_adds_up_and_no_cell_looks_like_a_formula(clay: Store) -> None:
    _month(clay)
    refund(clay.pk, 500, ref="ret_3", at=NOON + 5 * DAY)
    rows = list(statement_sheet(statement(clay, "CNY", NOON, NOON + timedelta(days=36_500))))
    assert [len(row) for row in rows] == [8] * len(rows)
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@\t\r")]
    into, out = (sum(float(row[column] or 0) for row in rows[2:-1]) for column in (4, 5))
    assert round(into - out, 2) == -5.0
    assert rows[-1][-1] == "5.00"


def test_what_is_held_and_what_is_owed(clay: Store) -> None:
    sell(clay.pk, 10_000, commission=500)
    assert store_balances(clay.pk) == {"CNY": {"payable": 0, "held": 9500}}
    complete(clay.pk)
    assert store_balances(clay.pk) == {"CNY": {"payable": 9500, "held": 0}}
