"""Promises of apps above orders: ordered at their own price, from their own stock, by the check-out everybody knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.models import Stock, StockHold
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.trade.advances.hooks import Lost
from regulars.trade.offers.rules import OfferTerms, Tier, replay
from regulars.trade.orders import actions as orders
from regulars.trade.orders import queries
from regulars.trade.orders.models import BasketLine, OrderGroup
from regulars.trade.orders.rules.granting import grants
from tests.town import Town
from tests.trade.advances.paying_ahead import KIND, Bookings, bookings, ordered, promise
from tests.trade.orders.shopping import HOME, off, offer, order_in, pay, place, shopper


@pytest.fixture
def heard() -> Iterator[Bookings]:
    with bookings() as mine:
        yield mine


def test_a_promise_has_its_own_price_title_and_day(town: Town, heard: Bookings) -> None:
    cup, day = town.variant(town.cup), clock.now() + timedelta(days=40)
    grant = promise(
        cup, 2, unit_minor=9900, title="Cup with your name", title_zh="刻名杯", stock="none", ship_by=day
    )
    group = ordered(shopper(town.alice), [grant])
    line = order_in(group, town.clay).lines.get()
    assert (line.title, line.title_zh, line.unit_minor, line.list_minor) == (
        "Cup with your name",
        "刻名杯",
        9900,
        19800,
    )
    assert Stock.objects.get(variant=cup).held == 0
    assert pay(shopper(town.alice), group) == "paid"
    assert order_in(group, town.clay).ship_by == day
    assert Stock.objects.get(variant=cup).on_hand == 100
    orders.ask_return(
        by=shopper(town.alice),
        order=order_in(group, town.clay).public_id,
        kind="cancel",
        reason="other",
    )
    assert Stock.objects.get(variant=cup).on_hand == 100


def test_what_is_sold_out_or_hidden_can_still_be_kept(town: Town, heard: Bookings) -> None:
    teapot = town.variant(town.teapot)
    catalog.hold_stock(by=SYSTEM, ref="tst_1", lines={teapot.pk: 10}, until=clock.now() + timedelta(hours=2))
    catalog.unpublish_product(by=town.mei_at_work(), store=town.clay, product_id=town.teapot.public_id)
    alice = shopper(town.alice)
    with pytest.raises(orders.NotForSale):
        place(alice, {teapot.public_id: 1}, expected_total_minor=1)
    group = ordered(alice, [promise(teapot, 3, stock="held", held_ref="tst_1")])
    assert Stock.objects.get(variant=teapot).held == 10
    assert sorted(StockHold.objects.values_list("ref", "quantity")) == sorted(
        [("tst_1", 7), (group.public_id, 3)]
    )
    assert pay(alice, group) == "paid"
    stock = Stock.objects.get(variant=teapot)
    assert (stock.on_hand, stock.held) == (7, 7)


def test_held_stock_goes_back_to_the_shelf_or_to_whoever_takes_it(town: Town, heard: Bookings) -> None:
    cup, alice = town.variant(town.cup), shopper(town.alice)

    def held(ref: str) -> OrderGroup:
        until = clock.now() + timedelta(hours=2)
        catalog.hold_stock(by=SYSTEM, ref=ref, lines={cup.pk: 1}, until=until)
        return ordered(alice, [promise(cup, stock="held", held_ref=ref)])

    orders.cancel_group(by=alice, group=held("tst_1").public_id)
    assert Stock.objects.get(variant=cup).held == 0
    later = clock.now() + timedelta(days=1)

    def take(by: Actor, _ref: str, group: str) -> None:
        catalog.move_held(by=by, ref=group, to="tst_next", lines={cup.pk: 1}, until=later)

    grants.register(KIND, on_ended=take)
    orders.cancel_group(by=alice, group=held("tst_2").public_id)
    assert Stock.objects.get(variant=cup).held == 1
    assert StockHold.objects.get(ended_at=None).ref == "tst_next"


def test_a_hold_that_ended_is_taken_again_or_sold_out(town: Town, heard: Bookings) -> None:
    sweater, alice = town.variant(town.sweater), shopper(town.alice)
    catalog.hold_stock(by=SYSTEM, ref="tst_1", lines={sweater.pk: 1}, until=clock.now())
    with clock.shift(timedelta(minutes=1)):
        place(shopper(town.bob), {sweater.public_id: 5})
        with pytest.raises(catalog.SoldOut):
            ordered(alice, [promise(sweater, stock="held", held_ref="tst_1")])
    assert OrderGroup.objects.filter(person=town.alice).count() == 0


def test_terms_come_on_top_of_running_offers_and_only_for_the_promise(town: Town, heard: Bookings) -> None:
    teapot, cup = town.variant(town.teapot), town.variant(town.cup)
    offer(town.mei_at_work(), town.clay, "spend-and-save", off(1000, 20000))
    terms = OfferTerms(
        "tst_1",
        "item-price",
        "Deposit worth more",
        "CNY",
        store_id=town.clay.public_id,
        tiers=(Tier(off_minor=1000),),
    )
    grant = promise(teapot, unit_minor=20000, terms=(terms,))
    alone = queries.quote(by=shopper(town.alice), currency="CNY", lines={}, grants=[grant])
    assert alone.total_minor == 19000 + 1000
    both = queries.quote(by=shopper(town.alice), currency="CNY", lines={cup.public_id: 1}, grants=[grant])
    assert both.receipt is not None
    # 190 for the promise reach the threshold together with the 45 of the cup: 10 off, and freight of 10.
    assert both.total_minor == 19000 + 4500 - 1000 + 1000
    off_by = {line.line_id: dict(line.off) for line in both.receipt.lines}
    assert "item" not in off_by[cup.public_id]
    assert replay(both.receipt.to_json()) == both.receipt


def test_what_stands_alone_is_touched_by_no_other_offer(town: Town, heard: Bookings) -> None:
    cup, teapot = town.variant(town.cup), town.variant(town.teapot)
    offer(town.mei_at_work(), town.clay, "spend-and-save", off(1000, 5000))
    prize = OfferTerms(
        "tst_1",
        "item-price",
        "A prize",
        "CNY",
        store_id=town.clay.public_id,
        tiers=(Tier(percent_bp=10_000),),
    )
    grant = promise(cup, terms=(prize,), alone=True)
    told = queries.quote(by=shopper(town.alice), currency="CNY", lines={}, grants=[grant])
    assert told.total_minor == 1000
    both = queries.quote(by=shopper(town.alice), currency="CNY", lines={teapot.public_id: 1}, grants=[grant])
    assert both.receipt is not None
    lines = {line.line_id: (line.paid_minor, dict(line.off)) for line in both.receipt.lines}
    assert lines[cup.public_id] == (0, {"item": 4500})
    assert lines[teapot.public_id] == (27000, {"store": 1000})


def test_the_earliest_end_counts_and_a_spot_line_of_the_same_goods_waits(town: Town, heard: Bookings) -> None:
    alice, cup = shopper(town.alice), town.variant(town.cup)
    orders.put_in_basket(by=alice, variant=cup.public_id, quantity=3)
    soon = clock.now() + timedelta(minutes=5)
    told = queries.quote(by=alice, currency="CNY", grants=[promise(cup)])
    group = orders.place_order(
        by=alice,
        currency="CNY",
        expected_total_minor=told.total_minor,
        address=HOME,
        grants=[promise(cup, pay_until=soon)],
    )
    assert group.pay_until == soon
    assert order_in(group, town.clay).lines.get().quantity == 1
    assert BasketLine.objects.get().quantity == 3


def test_a_grant_that_makes_no_sense_is_a_mistake(town: Town) -> None:
    cup = town.variant(town.cup)
    for wrong in (
        {"stock": "held"},
        {"stock": "shelf"},
        {"quantity": 0},
        {"terms": (OfferTerms("other", "item-price", "", "CNY", store_id="s", fixed_minor=1),)},
    ):
        with pytest.raises(ValueError, match="grant"):
            promise(cup, **wrong)


def test_the_app_marks_its_promise_in_the_order_or_refuses_it(town: Town, heard: Bookings) -> None:
    cup, alice = town.variant(town.cup), shopper(town.alice)
    group = ordered(alice, [promise(cup)])
    assert heard.placed == [("tst_1", group.public_id)]

    def refuses(_by: Actor, _ref: str, _group: str) -> None:
        raise Lost()

    grants.register(KIND, on_placed=refuses)
    with pytest.raises(Lost):
        ordered(alice, [promise(cup)])
    assert OrderGroup.objects.count() == 1
    assert Stock.objects.get(variant=cup).held == 1


def test_when_the_promise_is_gone_the_money_of_its_order_goes_back(town: Town, heard: Bookings) -> None:
    cup, alice = town.variant(town.cup), shopper(town.alice)
    group = ordered(alice, [promise(cup)])

    def gone(_by: Actor, _ref: str, _group: str) -> None:
        raise Lost()

    grants.register(KIND, on_paid=gone)
    assert pay(alice, group) == "returned"
    assert (order_in(group, town.clay).state, Stock.objects.get(variant=cup).held) == ("expired", 0)
    assert heard.ended == [("tst_1", group.public_id)]
