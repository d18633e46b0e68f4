"""Orders that happened elsewhere come in once, with their money, relations and facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from regulars.goods.catalog.models import Product
from regulars.ground.bus.models import Message
from regulars.ground.kit.actors import SYSTEM
from regulars.loyalty.customers.models import Relation
from regulars.trade.offers.models import Use
from regulars.trade.offers.queries import OfferFigures, figures_of
from regulars.trade.orders import actions as orders
from regulars.trade.orders import queries
from regulars.trade.orders.models import Order, OrderEvent, OrderGroup, Return
from regulars.trade.orders.rules import RecordedGroup, RecordedLine, RecordedOrder
from regulars.trade.settlement.queries import balance
from regulars.trade.settlement.rules import AccountKey
from tests.town import Town
from tests.trade.orders.shopping import books_are_right, off, offer, order_in

THEN = datetime(2018, 3, 1, tzinfo=UTC)


def group(town: Town, ref: str, **order: Any) -> RecordedGroup:
    cup, sweater = town.variant(town.cup), town.variant(town.sweater)
    day = timedelta(days=1)
    done = {
        "state": "confirmed",
        "shipped_at": THEN + day,
        "delivered_at": THEN + 3 * day,
        "confirmed_at": THEN + 9 * day,
    } | order
    lines = [
        RecordedLine(
            town.cup.pk, cup.pk, "Tasting cup", 4500, 2, store_discount_minor=500, market_discount_minor=300
        )
    ]
    more = [RecordedLine(town.sweater.pk, sweater.pk, "Sweater", 89900)]
    return RecordedGroup(
        ref,
        town.alice.pk,
        "CNY",
        THEN,
        [
            RecordedOrder(town.clay.pk, lines, freight_minor=1000, **done),
            RecordedOrder(town.cashmere.pk, more, **done),
        ],
        paid_at=THEN + timedelta(minutes=5),
    )


def test_recorded_orders_are_like_orders_of_this_house(town: Town) -> None:
    made = orders.record_orders(
        by=SYSTEM, groups=[group(town, "x-1"), group(town, "x-2"), group(town, "x-1")]
    )
    assert (made.groups, made.orders, made.lines, made.skipped) == (2, 4, 4, 1)
    again = orders.record_orders(by=SYSTEM, groups=[group(town, "x-1"), group(town, "x-3")])
    assert (again.groups, again.skipped, again.keys["x-1"]) == (1, 1, made.keys["x-1"])
    order = Order.objects.of(town.clay).filter(group=made.keys["x-1"]).get()
    assert (order.paid_minor, order.commission_minor, order.state) == (9200, 425, "confirmed")
    assert OrderEvent.objects.filter(order=order).count() == 5
    assert balance(AccountKey("store_payable", "CNY", town.clay.pk)) == -3 * (9200 + 300 - 425)
    items = queries.statement_from_events(town.clay, "CNY")
    assert sum(item.amount_minor for item in items) == 3 * (9200 + 300 - 425)
    relation = Relation.objects.of(town.clay).get(person=town.alice)
    assert (relation.orders_count, relation.paid_minor) == (3, 27600)
    assert Message.objects.filter(name="trade.order-paid.v1").count() == 6
    books_are_right()


def test_what_was_used_is_written_down_and_counted(town: Town) -> None:
    coupon = offer(town.mei_at_work(), town.clay, "store-coupon", off(500), claimable=True, per_person=2)
    used = [replace(group(town, f"x-{n}"), uses=[(coupon.public_id, 500)]) for n in (1, 2)]
    for _again in range(2):  # known orders bring nothing twice
        orders.record_orders(by=SYSTEM, groups=used)
    assert figures_of(coupon) == OfferFigures(2, 1_000)
    orders.record_orders(by=SYSTEM, groups=[replace(used[0], external_ref="later")])
    uses = Use.objects.filter(offer=coupon).order_by("ordinal")
    assert [one.ordinal for one in uses] == [1, 2, 3], "what comes in with another call goes on from there"
    uses = uses[:2]
    refs = list(OrderGroup.objects.order_by("pk").values_list("public_id", flat=True))
    assert [(one.ordinal, one.ref, one.at) for one in uses] == [(1, refs[0], THEN), (2, refs[1], THEN)]


def test_what_was_recorded_counts_as_sold(town: Town) -> None:
    unpaid = replace(group(town, "x-2", state="expired", confirmed_at=None), paid_at=None)
    back = group(town, "x-3", state="refunded", confirmed_at=None, ended_at=THEN)
    for _ in range(2):
        orders.record_orders(by=SYSTEM, groups=[group(town, "x-1"), unpaid, back])
    sold = Product.objects.across_stores("what two stores sold").filter(pk__in=[town.cup.pk, town.sweater.pk])
    assert dict(sold.values_list("pk", "sold_count")) == {town.cup.pk: 2, town.sweater.pk: 1}


def test_recorded_money_that_went_back(town: Town) -> None:
    orders.record_orders(
        by=SYSTEM, groups=[group(town, "x", state="cancelled", confirmed_at=None, ended_at=THEN)]
    )
    assert set(Order.objects.of(town.clay).values_list("state", "refunded_minor")) == {("refunded", 9200)}
    for kind, detail in (("commission_held", ""), ("refunds", "elsewhere"), ("market_discounts", "")):
        assert balance(AccountKey(kind, "CNY", None, detail)) == 0
    assert balance(AccountKey("escrow", "CNY", town.clay.pk)) == 0
    books_are_right()


def test_a_recorded_order_can_be_refunded_here(town: Town) -> None:
    made = orders.record_orders(by=SYSTEM, groups=[group(town, "x")])
    order = Order.objects.of(town.clay).get(group=made.keys["x"])
    line = order.lines.get()
    for units in (1, 1):
        orders.refund_lines(
            by=town.mei_at_work(),
            store=town.clay,
            order=order.public_id,
            lines={line.public_id: units},
            freight=True,
        )
    assert order_in(order.group, town.clay).refunded_minor == 9200
    assert balance(AccountKey("store_payable", "CNY", town.clay.pk)) == 0
    assert balance(AccountKey("market_discounts", "CNY")) == 0
    assert Return.objects.of(town.clay).filter(state="refunded").count() == 2
    books_are_right()


@pytest.mark.parametrize(
    "line",
    [
        {"unit_minor": -1},
        {"quantity": 0},
        {"store_discount_minor": 4501},
        {"market_discount_minor": -1},
    ],
)
def test_amounts_that_do_not_add_up_are_loud(town: Town, line: dict[str, int]) -> None:
    cup = town.variant(town.cup)
    values = {"unit_minor": 4500} | line
    bad = RecordedOrder(town.clay.pk, [RecordedLine(town.cup.pk, cup.pk, "Cup", **values)])
    with pytest.raises(ValueError, match="add up"):
        orders.record_orders(by=SYSTEM, groups=[RecordedGroup("x", town.alice.pk, "CNY", THEN, [bad])])
    assert not Order.objects.of(town.clay).exists()


def test_recording_needs_a_hand_of_the_market(town: Town) -> None:
    from regulars.ground.kit.refusals import NotAllowed

    with pytest.raises(NotAllowed):
        orders.record_orders(by=town.mei_at_work(), groups=[group(town, "x")])
