"""What a store asks about its orders: days, its part of a receipt, what a refund would give, returns by deadline."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from regulars.ground.kit import clock
from regulars.ground.lake.figures import ask, moment
from regulars.loyalty.customers.queries import gained_by_day
from regulars.people.merchants.queries import market
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries import (
    OrderFilters,
    daily,
    order_of,
    orders_of,
    part_of,
    refund_preview,
    return_counts,
    returns_to_work,
)
from regulars.trade.orders.queries.series import start_of
from regulars.trade.settlement.queries import currencies_of, store_balances, uncleared_of, weekly
from tests.town import Town, operator, shopper
from tests.trade.orders.shopping import bought, completed, off, offer, order_in


def test_days_hold_what_was_paid_on_them(town: Town) -> None:
    cup = town.variant(town.cup).public_id
    with clock.shift(timedelta(days=-3)):
        bought(shopper(town.alice), {cup: 1})
    order = order_in(bought(shopper(town.bob), {cup: 2}), town.clay)
    days = daily(town.clay, 7)
    assert [day.orders for day in days] == [0, 0, 0, 1, 0, 0, 1]
    assert days[-1].sales_minor == order.paid_minor
    assert all(day.orders == 0 for day in daily(town.cashmere, 7))
    gained = gained_by_day(town.clay, start_of(days[0].day), ZoneInfo(market().zone))
    assert gained["buyers"] == {days[3].day: 1, days[-1].day: 1}


def test_as_of_a_day_that_has_passed_that_day_is_the_last(town: Town) -> None:
    cup, zone = town.variant(town.cup).public_id, ZoneInfo(market().zone)
    with clock.shift(timedelta(days=-3)):
        bought(shopper(town.alice), {cup: 1})
        day = clock.now().astimezone(zone).date()
    bought(shopper(town.bob), {cup: 2})
    points = ask("sales.by-day", town.clay, moment(day.isoformat(), zone)).points
    assert (points[-1].keys, points[-1].value) == ((day.isoformat(), "orders"), 1)
    assert sum(point.value or 0 for point in points if point.keys[1] == "orders") == 1


def test_the_parts_of_both_stores_add_up_to_the_discount(town: Town) -> None:
    made = offer(
        operator(town.olga), None, "category-coupon", off(3000, 5000) | {"needs_code": False}, currency="CNY",
        claimable=False,
    )  # fmt: skip
    offer(
        town.mei_at_work(), town.clay, "spend-and-save", off(1000, 20000), title="Ten off", title_zh="减十元"
    )
    pot, sweater = town.variant(town.teapot).public_id, town.variant(town.sweater).public_id
    group = bought(shopper(town.alice), {pot: 2, sweater: 1})
    for store in (town.clay, town.cashmere):
        order = order_of(store, order_in(group, store).public_id)
        parts = part_of(order)
        assert sum(part.store_minor for part in parts) == order.store_discount_minor
        assert sum(part.market_minor for part in parts) == order.market_discount_minor
        assert made.public_id
    assert "减十元" in {
        part.title_zh for part in part_of(order_of(town.clay, order_in(group, town.clay).public_id))
    }


@pytest.mark.parametrize("freight", [True, False])
def test_a_refund_is_what_the_preview_said(town: Town, freight: bool) -> None:
    offer(town.mei_at_work(), town.clay, "spend-and-save", off(1000, 10000))
    order = order_in(bought(shopper(town.alice), {town.variant(town.cup).public_id: 3}), town.clay)
    line = order.lines.get().public_id
    for _again in range(3):
        said = refund_preview(order_of(town.clay, order.public_id), {line: 1}, freight=freight)
        back = orders.refund_lines(
            by=town.mei_at_work(), store=town.clay, order=order.public_id, lines={line: 1}, freight=freight
        )
        assert (back.amount_minor, back.freight_minor) == (said.total_minor, said.freight_minor)
        assert back.split["commission_minor"] == said.commission_minor
    order.refresh_from_db()
    assert order.refunded_minor == order.paid_minor - (0 if freight else order.freight_minor)


def test_returns_to_decide_come_by_deadline(town: Town) -> None:
    made = []
    for days, person in ((2, town.bob), (1, town.alice)):
        with clock.shift(timedelta(days=-days)):
            order = order_in(bought(shopper(person), {town.variant(town.cup).public_id: 1}), town.clay)
            orders.ship(by=town.mei_at_work(), store=town.clay, order=order.public_id)
            line = order.lines.get().public_id
            made.append(
                orders.ask_return(
                    by=shopper(person),
                    order=order.public_id,
                    lines={line: 1},
                    kind="refund_only",
                    reason="late",
                )
            )
    assert [row.pk for row in returns_to_work(town.clay, "asked").items] == [back.pk for back in made]
    assert [row.pk for row in returns_to_work(town.clay, "", "alice").items] == [made[1].pk]
    assert return_counts(town.clay) == {"asked": 2}
    assert return_counts(town.cashmere) == {}
    assert returns_to_work(town.cashmere).items == []


def test_orders_are_found_by_tracking_number_and_by_the_end_of_their_id(town: Town) -> None:
    order = order_in(bought(shopper(town.alice), {town.variant(town.cup).public_id: 1}), town.clay)
    bought(shopper(town.bob), {town.variant(town.cup).public_id: 1})
    orders.ship(by=town.mei_at_work(), store=town.clay, order=order.public_id, tracking="SF77")
    for words in ("sf77", order.public_id[-8:].upper(), order.public_id, "Alice"):
        assert [row.pk for row in orders_of(town.clay, OrderFilters(search=words)).items] == [order.pk], words
    assert [row.pk for row in orders_of(town.clay, OrderFilters(among=(order.public_id,))).items] == [
        order.pk
    ]
    assert orders_of(town.cashmere, OrderFilters(search="sf77")).items == []


def test_a_stores_waiting_money_is_its_escrow(town: Town) -> None:
    by, cup = shopper(town.alice), town.variant(town.cup).public_id
    done = bought(by, {cup: 1})
    completed(by, town.mei_at_work(), town.clay, done)
    waits = order_in(bought(by, {cup: 2}), town.clay)
    found = uncleared_of(town.clay)
    assert [row.ref for row in found] == [waits.public_id]
    assert found[0].amount_minor == store_balances(town.clay.pk)["CNY"]["held"]
    assert currencies_of(town.clay) == ["CNY"]
    assert uncleared_of(town.cashmere) == []
    order = order_in(done, town.clay)
    last = weekly(town.clay, "CNY", 3)[-1]
    assert (last.sales_minor, last.commission_minor) == (order.paid_minor, -order.commission_minor)
