"""Money and goods go back: in part, whole, in dispute; exact to the cent for everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.goods.catalog.models import Stock
from regulars.ground.bus.models import Message
from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import NotFound
from regulars.loyalty.customers.models import Relation
from regulars.trade.offers.models import Claim, Use
from regulars.trade.offers.rules import Basket, Line, OfferTerms, Tier, price
from regulars.trade.orders import actions as orders
from regulars.trade.orders import queries
from regulars.trade.orders.models import OrderLine, Return
from regulars.trade.orders.rules import backing, line_shares, store_shares
from regulars.trade.orders.rules.backing import Sold
from regulars.trade.payments.actions import carry_out_due
from regulars.trade.settlement.queries import balance
from regulars.trade.settlement.rules import AccountKey, commission
from tests.town import Town
from tests.trade.orders.shopping import (
    books_are_right,
    bought,
    completed,
    off,
    offer,
    order_in,
    place,
    shopper,
)

OLGA = Actor("operator", rights=frozenset({"market.read", "market.orders", "market.offers"}))


def only_line(group: Any, store: Any) -> OrderLine:
    return order_in(group, store).lines.get()


def payable(store: Any) -> int:
    return -balance(AccountKey("store_payable", "CNY", store.pk))


def money_arrives() -> None:
    carry_out_due()
    drain()


def test_a_cancel_before_the_store_begins_is_accepted_at_once(town: Town) -> None:
    alice, cup = shopper(town.alice), town.variant(town.cup)
    group = bought(alice, {cup.public_id: 2})
    back = orders.ask_return(
        by=alice, order=order_in(group, town.clay).public_id, kind="cancel", reason="changed-mind"
    )
    assert (back.state, back.amount_minor) == ("refunded", 10000)
    assert order_in(group, town.clay).state == "refunded"
    assert Stock.objects.get(variant=cup).on_hand == 100
    money_arrives()
    for kind in ("escrow", "commission_held", "refunds", "payments"):
        detail = "test" if kind in ("refunds", "payments") else ""
        store = town.clay.pk if kind == "escrow" else None
        assert balance(AccountKey(kind, "CNY", store, detail)) == 0
    relation = Relation.objects.of(town.clay).get(person=town.alice)
    assert (relation.orders_count, relation.refunded_minor) == (0, 10000)
    books_are_right()


def test_once_the_store_has_begun_it_decides(town: Town) -> None:
    alice, mei = shopper(town.alice), town.mei_at_work()
    order = order_in(bought(alice, {town.variant(town.cup).public_id: 1}), town.clay)
    orders.accept_order(by=mei, store=town.clay, order=order.public_id)
    back = orders.ask_return(by=alice, order=order.public_id, kind="cancel", reason="late")
    assert back.state == "asked"
    with pytest.raises(orders.ReturnOpen):
        orders.ship(by=mei, store=town.clay, order=order.public_id)
    orders.accept_return(by=mei, store=town.clay, back=back.public_id)
    assert order_in(order.group, town.clay).state == "refunded"


def test_parts_of_a_line_go_back_one_after_the_other(town: Town) -> None:
    alice, mei, cup = shopper(town.alice), town.mei_at_work(), town.variant(town.cup)
    offer(mei, town.clay, "spend-and-save", off(1000, 10000))
    group = bought(alice, {cup.public_id: 3})
    order = completed(alice, mei, town.clay, group)
    line = order.lines.get()
    assert (line.paid_minor, line.store_discount_minor) == (12500, 1000)
    given_back = 0
    for freight in (False, False, True):
        back = orders.ask_return(
            by=alice,
            order=order.public_id,
            lines={line.public_id: 1},
            kind="return_and_refund",
            reason="damaged",
            freight=freight,
        )
        orders.accept_return(by=mei, store=town.clay, back=back.public_id)
        assert orders.receive_return(by=mei, store=town.clay, back=back.public_id).state == "refunded"
        back.refresh_from_db()
        given_back += back.amount_minor
        books_are_right()
    assert given_back == group.total_minor
    assert order_in(group, town.clay).state == "refunded"
    assert Stock.objects.get(variant=cup).on_hand == 100
    assert payable(town.clay) == 0
    assert balance(AccountKey("commission", "CNY")) == 0
    assert sum(item.amount_minor for item in queries.statement_from_events(town.clay, "CNY")) == 0


def test_the_fact_of_completion_tells_what_the_store_gets(town: Town) -> None:
    alice, mei = shopper(town.alice), town.mei_at_work()
    offer(OLGA, None, "category-coupon", off(1000), currency="CNY")
    group = bought(alice, {town.variant(town.cup).public_id: 3})
    order = order_in(group, town.clay)
    line = only_line(group, town.clay)
    orders.refund_lines(
        by=mei, store=town.clay, order=order.public_id, lines={line.public_id: 1}, freight=True
    )
    before = payable(town.clay)
    completed(alice, mei, town.clay, group)
    told = Message.objects.get(name="trade.order-confirmed.v1")
    assert told.body["income_minor"] == payable(town.clay) - before
    assert 0 < told.body["income_minor"] < order.paid_minor - 4500


def test_goods_go_back_but_the_freight_stays_with_the_store(town: Town) -> None:
    alice, mei = shopper(town.alice), town.mei_at_work()
    group = bought(alice, {town.variant(town.cup).public_id: 1})
    order = order_in(group, town.clay)
    orders.ship(by=mei, store=town.clay, order=order.public_id)
    orders.refund_lines(
        by=mei, store=town.clay, order=order.public_id, lines={only_line(group, town.clay).public_id: 1}
    )
    assert order_in(group, town.clay).refunded_minor == 4500
    assert payable(town.clay) == 1000
    assert [item.amount_minor for item in queries.statement_from_events(town.clay, "CNY")] == [1000]
    assert balance(AccountKey("escrow", "CNY", town.clay.pk)) == 0
    books_are_right()


def test_the_markets_discount_goes_back_to_the_market(town: Town) -> None:
    alice = shopper(town.alice)
    offer(OLGA, None, "category-coupon", off(2000, 5000), currency="CNY")
    group = bought(alice, {town.variant(town.cup).public_id: 2, town.variant(town.sweater).public_id: 1})
    assert balance(AccountKey("market_discounts", "CNY")) == 2000
    clay = order_in(group, town.clay)
    assert clay.market_discount_minor + order_in(group, town.cashmere).market_discount_minor == 2000
    orders.ask_return(by=alice, order=clay.public_id, kind="cancel", reason="other")
    assert balance(AccountKey("market_discounts", "CNY")) == 2000 - clay.market_discount_minor
    assert balance(AccountKey("escrow", "CNY", town.clay.pk)) == 0
    books_are_right()


def test_coupons_come_back_only_when_the_whole_group_ended_before_shipping(town: Town) -> None:
    alice = shopper(town.alice)
    coupon = offer(OLGA, None, "category-coupon", off(2000), currency="CNY", claimable=True)
    from regulars.trade.offers import actions as offers

    claim = offers.claim(by=alice, offer=coupon.public_id)
    lines = {town.variant(town.cup).public_id: 1, town.variant(town.sweater).public_id: 1}
    group = bought(alice, lines)
    assert Claim.objects.get(pk=claim.pk).used_ref == group.public_id
    for store in (town.clay, town.cashmere):
        assert Claim.objects.get(pk=claim.pk).used_at is not None
        orders.ask_return(by=alice, order=order_in(group, store).public_id, kind="cancel", reason="other")
    assert Claim.objects.get(pk=claim.pk).used_at is None
    assert Use.objects.filter(given_back_at=None).count() == 0
    again = bought(alice, lines)
    assert again.discount_minor == 2000
    orders.ship(by=town.ravi_at_work(), store=town.cashmere, order=order_in(again, town.cashmere).public_id)
    orders.refuse_order(
        by=town.mei_at_work(), store=town.clay, order=order_in(again, town.clay).public_id, reason="Broken"
    )
    assert Claim.objects.get(pk=claim.pk).used_at is not None


def test_a_refused_return_is_decided_by_the_market(town: Town) -> None:
    alice, mei = shopper(town.alice), town.mei_at_work()
    group = bought(alice, {town.variant(town.cup).public_id: 1})
    order = completed(alice, mei, town.clay, group)
    line = order.lines.get()
    back = orders.ask_return(
        by=alice, order=order.public_id, lines={line.public_id: 1}, kind="refund_only", reason="damaged"
    )
    with pytest.raises(orders.SayWhy):
        orders.refuse_return(by=mei, store=town.clay, back=back.public_id, answer=" ")
    orders.refuse_return(by=mei, store=town.clay, back=back.public_id, answer="It left here whole")
    with pytest.raises(NotFound):
        orders.dispute(by=shopper(town.bob), back=back.public_id)
    orders.dispute(by=alice, back=back.public_id, text="See the picture")
    assert [row.pk for row in queries.disputes(by=OLGA).items] == [back.pk]
    orders.decide_dispute(by=OLGA, back=back.public_id, refund=True, answer="The picture shows it")
    assert Return.objects.of(town.clay).get(pk=back.pk).state == "refunded"
    assert payable(town.clay) == 1000
    with pytest.raises(orders.NotNow):
        orders.decide_dispute(by=OLGA, back=back.public_id, refund=True, answer="Again")
    books_are_right()


def test_a_store_that_does_not_answer_has_agreed(town: Town) -> None:
    alice, mei = shopper(town.alice), town.mei_at_work()
    order = completed(alice, mei, town.clay, bought(alice, {town.variant(town.cup).public_id: 1}))
    orders.ask_return(
        by=alice,
        order=order.public_id,
        lines={order.lines.get().public_id: 1},
        kind="refund_only",
        reason="late",
    )
    assert orders.accept_overdue() == 0
    with clock.shift(timedelta(days=4)):
        assert orders.accept_overdue() == 1
        assert orders.accept_overdue() == 0
    assert order_in(order.group, town.clay).refunded_minor == 4500


def test_what_cannot_go_back(town: Town) -> None:
    alice, mei = shopper(town.alice), town.mei_at_work()
    group = bought(alice, {town.variant(town.cup).public_id: 2})
    order, line = order_in(group, town.clay), only_line(group, town.clay)
    ask = {"by": alice, "order": order.public_id, "kind": "refund_only", "reason": "damaged"}
    with pytest.raises(orders.TooLateToReturn):
        orders.ask_return(lines={line.public_id: 1}, **ask)
    completed(alice, mei, town.clay, group)
    for lines, refusal in (
        ({line.public_id: 3}, orders.MoreThanBought),
        ({line.public_id: -1}, orders.QuantityNotPossible),
        ({line.public_id: 1.5}, orders.QuantityNotPossible),
        ({"lin_foreign": 1}, NotFound),
        ({}, orders.NothingToReturn),
    ):
        with pytest.raises(refusal):
            orders.ask_return(lines=lines, **ask)
    with clock.shift(timedelta(days=8)), pytest.raises(orders.TooLateToReturn):
        orders.ask_return(lines={line.public_id: 1}, **ask)
    orders.ask_return(lines={line.public_id: 1}, **ask)
    with pytest.raises(orders.ReturnOpen):
        orders.ask_return(lines={line.public_id: 1}, **ask)
    with pytest.raises(NotFound):
        orders.ask_return(lines={line.public_id: 1}, **(ask | {"by": shopper(town.bob)}))


def test_a_return_can_be_withdrawn_and_then_the_order_completes(town: Town) -> None:
    alice, mei = shopper(town.alice), town.mei_at_work()
    group = bought(alice, {town.variant(town.cup).public_id: 1})
    order, line = order_in(group, town.clay), only_line(group, town.clay)
    orders.ship(by=mei, store=town.clay, order=order.public_id)
    back = orders.ask_return(
        by=alice, order=order.public_id, lines={line.public_id: 1}, kind="refund_only", reason="late"
    )
    with pytest.raises(orders.ReturnOpen):
        orders.confirm(by=alice, order=order.public_id)
    orders.withdraw_return(by=alice, back=back.public_id)
    assert orders.confirm(by=alice, order=order.public_id).state == "confirmed"
    assert SYSTEM.kind == "system"


def test_the_store_says_where_the_goods_go_and_the_shopper_that_they_went(town: Town) -> None:
    alice, mei, cup = shopper(town.alice), town.mei_at_work(), town.variant(town.cup)
    order = completed(alice, mei, town.clay, bought(alice, {cup.public_id: 2}))

    def asked(kind: str) -> Return:
        lines = {order.lines.get().public_id: 1}
        return orders.ask_return(by=alice, order=order.public_id, lines=lines, kind=kind, reason="damaged")

    back = asked("return_and_refund")
    parcel = {"by": alice, "back": back.public_id, "carrier": "SF", "tracking": "77"}
    with pytest.raises(orders.NotNow):
        orders.send_back(**parcel)
    orders.accept_return(by=mei, store=town.clay, back=back.public_id, send_to=" Mei\n1 Kiln Lane ")
    with pytest.raises(NotFound):
        orders.send_back(**(parcel | {"by": shopper(town.bob)}))
    first = orders.send_back(**parcel).sent_at
    with clock.shift(timedelta(hours=1)):
        assert orders.send_back(**(parcel | {"tracking": "78"})).sent_at == first
    back.refresh_from_db()
    assert (back.send_to, back.carrier, back.tracking) == ("Mei\n1 Kiln Lane", "SF", "78")
    orders.receive_return(by=mei, store=town.clay, back=back.public_id)
    with pytest.raises(orders.NotNow):
        orders.send_back(**parcel)
    again = asked("return_and_refund")
    orders.accept_return(by=mei, store=town.clay, back=again.public_id)
    again.refresh_from_db()
    assert again.send_to == "Mei\n1 Kiln Lane"
    with pytest.raises(orders.SayWhere):
        orders.say_where(by=mei, store=town.clay, back=again.public_id, send_to=" ")
    with pytest.raises(NotFound):
        orders.say_where(by=town.ravi_at_work(), store=town.cashmere, back=again.public_id, send_to="x")
    with pytest.raises(orders.NotNow):
        orders.say_where(by=mei, store=town.clay, back=back.public_id, send_to="x")
    assert queries.returns_go_to(town.cashmere) == ""
    books_are_right()


def test_money_alone_needs_no_address_and_no_parcel(town: Town) -> None:
    alice, mei, cup = shopper(town.alice), town.mei_at_work(), town.variant(town.cup)
    order = completed(alice, mei, town.clay, bought(alice, {cup.public_id: 1}))
    lines = {order.lines.get().public_id: 1}
    back = orders.ask_return(by=alice, order=order.public_id, lines=lines, kind="refund_only", reason="late")
    orders.accept_return(by=mei, store=town.clay, back=back.public_id, send_to="1 Kiln Lane")
    back.refresh_from_db()
    assert (back.state, back.send_to) == ("refunded", "")
    with pytest.raises(orders.NotNow):
        orders.send_back(by=alice, back=back.public_id)


def test_a_free_order_is_paid_at_once_and_can_go_back(town: Town) -> None:
    alice = shopper(town.alice)
    offer(town.ravi_at_work(), town.cashmere, "store-coupon", {"tiers": [{"percent_bp": 10000}]})
    group = place(alice, {town.variant(town.sweater).public_id: 1})
    assert (group.total_minor, order_in(group, town.cashmere).state) == (0, "paid")
    orders.ask_return(by=alice, order=order_in(group, town.cashmere).public_id, kind="cancel", reason="other")
    assert order_in(group, town.cashmere).state == "refunded"
    books_are_right()


@st.composite
def sold(draw: st.DrawFn) -> tuple[Any, list[int]]:
    """A receipt of one store with a store's and a market's offer, and an order in which units go back."""
    quantity, unit = draw(st.integers(1, 7)), draw(st.integers(0, 9999))
    line = Line("l", "s", "p", "v", unit, quantity, "CNY")
    other = Line("o", "s", "p", "w", draw(st.integers(1, 9999)), 1, "CNY")
    terms = [
        OfferTerms(
            "a",
            "spend-and-save",
            "a",
            "CNY",
            store_id="s",
            tiers=(Tier(0, off_minor=draw(st.integers(0, 3000))),),
        ),
        OfferTerms(
            "b",
            "category-coupon",
            "b",
            "CNY",
            tiers=(Tier(0, percent_bp=draw(st.integers(1, 9000))),),
            store_bp=draw(st.integers(0, 10000)),
        ),
        OfferTerms("c", "free-freight", "c", "CNY", tiers=(Tier(0, off_minor=draw(st.integers(0, 900))),)),
    ]
    receipt = price(Basket("CNY", (line, other), {"s": draw(st.integers(0, 1000))}), terms, clock.now())
    parts, left = [], quantity
    while left:
        parts.append(draw(st.integers(1, left)))
        left -= parts[-1]
    return receipt, parts


@given(sold(), st.integers(0, 5000))
def test_any_sequence_of_partial_returns_adds_up_exactly(made: tuple[Any, list[int]], rate: int) -> None:
    receipt, parts = made
    row = next(line for line in receipt.lines if line.line_id == "l")
    share, freight = line_shares(receipt)["l"], store_shares(receipt)["s"]
    assert share.store_minor + share.market_minor == row.list_minor - row.paid_minor
    assert freight.paid_minor + freight.store_minor + freight.market_minor == freight.freight_minor
    taken = commission(row.paid_minor + share.market_minor, rate)
    paid = market = returned = given_commission = 0
    for turn, units in enumerate(parts):
        one = [Sold("l", taken, returned)]
        back = backing(receipt, one, {"l": units}, freight=True, freight_gone=turn > 0)
        returned += units
        assert min(back.lines[0].paid_minor, back.lines[0].market_minor, back.lines[0].commission_minor) >= 0
        assert back.lines[0].commission_minor <= back.lines[0].paid_minor + back.lines[0].market_minor
        paid += back.total_minor
        market += back.market_minor
        given_commission += back.commission_minor
    assert paid == row.paid_minor + freight.paid_minor
    assert market == share.market_minor + freight.market_minor
    assert given_commission == taken
