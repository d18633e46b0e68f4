"""What has not come back to zero is listed, with why and since when."""

from __future__ import annotations

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.people.merchants.models import Store
from regulars.trade.settlement import actions
from regulars.trade.settlement.queries import check_books, uncleared
from regulars.trade.settlement.rules import Settled
from tests.trade.settlement.booking import DAY, NOON, OLGA, complete, refund, sell


def test_a_sale_under_way_is_listed_with_reasons(clay: Store) -> None:
    sell(clay.pk, commission=500)
    with clock.at(NOON + DAY):
        rows = uncleared()
    assert {(row.kind, row.ref, row.amount_minor) for row in rows} == {
        ("payments", "grp_1", 10_000),
        ("escrow", "ord_1", -9500),
        ("commission_held", "ord_1", -500),
    }
    assert all(row.reason and row.age == DAY and not row.overdue for row in rows)


def test_a_finished_sale_is_not_listed(clay: Store) -> None:
    sell(clay.pk, commission=500)
    complete(clay.pk)
    refund(clay.pk, 4000)
    actions.record_refund_sent(
        by=SYSTEM, ref="ret_1", provider="test", currency="CNY", amount_minor=4000, at=NOON
    )
    actions.record_provider_settled(
        by=OLGA,
        ref="t1",
        provider="test",
        currency="CNY",
        received_minor=6000,
        items=[Settled("grp_1", 10_000), Settled("ret_1", -4000)],
        at=NOON,
    )
    assert uncleared() == []
    assert check_books()["uncleared"] == 0


def test_two_errors_that_cancel_out_are_still_listed(clay: Store) -> None:
    sell(clay.pk, 10_000, over=300)
    sell(clay.pk, 10_000, name="2", over=-300)
    found = {row.ref: row.amount_minor for row in uncleared() if row.kind == "unmatched"}
    assert found == {"grp_1": -300, "grp_2": 300}


def test_a_discrepancy_gives_its_own_reason(clay: Store) -> None:
    sell(clay.pk, 10_000, over=300)
    row = next(row for row in uncleared() if row.kind == "unmatched")
    assert "test received +300" in row.reason


def test_what_is_too_old_is_overdue(clay: Store) -> None:
    sell(clay.pk)
    with clock.at(NOON + 8 * DAY):
        assert {row.kind for row in uncleared() if row.overdue} == {"payments"}
        books = check_books()
    assert (books["ok"], books["uncleared"], books["overdue"]) == (True, 2, 1)


def test_pages_join_without_a_gap(clay: Store) -> None:
    for number in range(7):
        sell(clay.pk, name=str(number), commission=10)
    everything = [(row.kind, row.ref) for row in uncleared(limit=500)]
    pages, cursor = [], ""
    while page := uncleared(limit=4, cursor=cursor):
        pages += [(row.kind, row.ref) for row in page]
        cursor = page[-1].cursor
    assert pages == everything
    assert len(everything) == 21
