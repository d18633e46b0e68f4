"""From a basket to money in the store's account."""

from __future__ import annotations

from datetime import timedelta

import pytest

from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.models import Stock
from regulars.ground.bus.models import Message
from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import NotFound
from regulars.loyalty.customers.models import Relation
from regulars.people.merchants import actions as merchants
from regulars.trade.offers.rules import replay
from regulars.trade.orders import actions as orders
from regulars.trade.orders import queries
from regulars.trade.orders.models import BasketLine, Order, OrderEvent, OrderGroup
from regulars.trade.payments.actions import carry_out_due
from regulars.trade.payments.models import Payment
from regulars.trade.settlement.queries import balance, statement
from regulars.trade.settlement.rules import AccountKey
from tests.town import Town
from tests.trade.orders.shopping import (
    GUEST,
    HOME,
    books_are_right,
    bought,
    captured,
    completed,
    order_in,
    pay,
    place,
    shopper,
    start,
    total,
)


def stock(variant: object) -> tuple[int, int]:
    row = Stock.objects.get(variant=variant)
    return row.on_hand, row.held


def test_alice_buys_from_two_stores_and_both_are_paid(town: Town) -> None:
    alice = shopper(town.alice)
    pot, sweater = town.variant(town.teapot), town.variant(town.sweater)
    orders.put_in_basket(by=alice, variant=pot.public_id, quantity=1)
    orders.put_in_basket(by=alice, variant=sweater.public_id, quantity=2)
    quote = queries.quote(by=alice, currency="CNY")
    assert quote.total_minor == 28000 + 1000 + 2 * 89900
    assert [part.store.pk for part in quote.stores] == [town.clay.pk, town.cashmere.pk]
    group = orders.place_order(
        by=alice, expected_total_minor=quote.total_minor, currency="CNY", address=HOME, language="zh-hans"
    )
    assert (group.state, group.total_minor, group.language) == (
        "awaiting_payment",
        quote.total_minor,
        "zh-hans",
    )
    assert stock(pot) == (10, 1)
    assert not BasketLine.objects.exists()
    assert pay(alice, group) == "paid"
    assert stock(pot) == (9, 0)
    assert stock(sweater) == (3, 0)
    mine = order_in(group, town.clay)
    assert (mine.state, mine.paid_minor, mine.commission_minor) == ("paid", 29000, 1400)
    completed(alice, town.mei_at_work(), town.clay, group)
    assert balance(AccountKey("store_payable", "CNY", town.clay.pk)) == -(29000 - 1400)
    assert balance(AccountKey("escrow", "CNY", town.cashmere.pk)) == -(179800 - 8990)
    relation = Relation.objects.of(town.clay).get(person=town.alice)
    assert (relation.origin, relation.orders_count, relation.paid_minor) == ("order", 1, 29000)
    books_are_right()


def test_the_receipt_replays_to_the_same_cents(town: Town) -> None:
    group = place(shopper(town.alice), {town.variant(town.teapot).public_id: 1})
    receipt = queries.receipt_of(group)
    assert replay(receipt.to_json()) == receipt
    assert receipt.total_minor == group.total_minor


def test_every_step_is_in_the_timeline_and_told(town: Town) -> None:
    alice = shopper(town.alice)
    group = bought(alice, {town.variant(town.cup).public_id: 3})
    order = completed(alice, town.mei_at_work(), town.clay, group)
    kinds = list(OrderEvent.objects.filter(order=order).order_by("at", "pk").values_list("kind", flat=True))
    assert kinds == ["placed", "paid", "shipped", "delivered", "confirmed"]
    names = set(Message.objects.filter(ref=order.public_id).values_list("name", flat=True))
    assert names == {
        f"trade.order-{step}.v1" for step in ("placed", "paid", "shipped", "delivered", "confirmed")
    }
    paid = Message.objects.get(name="trade.order-paid.v1")
    assert paid.body["first"] is True
    assert paid.body["lines"][0]["quantity"] == 3


def test_a_changed_price_is_refused_with_the_new_total(town: Town) -> None:
    alice, cup = shopper(town.alice), town.variant(town.cup)
    seen = total(alice, {cup.public_id: 2})
    catalog.set_price(by=town.mei_at_work(), store=town.clay, variant_id=cup.public_id, price_minor=5000)
    with pytest.raises(orders.PriceChanged) as refused:
        place(alice, {cup.public_id: 2}, expected_total_minor=seen)
    assert refused.value.details == {"total_minor": 2 * 5000 + 1000, "currency": "CNY"}
    assert not OrderGroup.objects.exists()
    assert stock(cup) == (100, 0)


def test_carol_buys_as_a_guest_and_finds_her_order_by_key_only(town: Town) -> None:
    cup = town.variant(town.cup)
    group = place(GUEST, {cup.public_id: 1}, email="carol@example.com")
    assert group.person.email is None
    assert pay(GUEST, group) == "paid"
    found = queries.group_of(by=GUEST, group=group.public_id, guest_key=group.guest_key)
    assert found.orders.all()[0].lines.all()[0].quantity == 1
    for by, key in ((GUEST, ""), (GUEST, "wrong"), (shopper(town.bob), "")):
        with pytest.raises(NotFound):
            queries.group_of(by=by, group=group.public_id, guest_key=key)
    order = order_in(group, town.clay)
    orders.ship(by=town.mei_at_work(), store=town.clay, order=order.public_id)
    orders.confirm(by=GUEST, order=order.public_id, guest_key=group.guest_key)
    assert order_in(group, town.clay).state == "confirmed"


def test_a_member_has_no_key_that_opens_nothing(town: Town) -> None:
    group = bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    assert group.guest_key == ""
    with pytest.raises(NotFound):
        queries.group_of(by=GUEST, group=group.public_id, guest_key="")


def test_a_visitors_basket_comes_along_at_log_in(town: Town) -> None:
    cup, pot = town.variant(town.cup), town.variant(town.teapot)
    orders.put_in_basket(by=GUEST, variant=cup.public_id, quantity=2, visitor="v1")
    orders.put_in_basket(by=GUEST, variant=pot.public_id, visitor="v1")
    orders.put_in_basket(by=shopper(town.alice), variant=cup.public_id, quantity=5)
    orders.merge_baskets(by=shopper(town.alice), visitor="v1")
    view = queries.basket_of(by=shopper(town.alice))
    assert {kept.item.variant.pk: kept.item.quantity for kept in view.lines} == {cup.pk: 5, pot.pk: 1}
    assert queries.basket_count(by=GUEST, visitor="v1") == 0
    orders.put_in_basket(by=GUEST, variant=pot.public_id, visitor="v2")
    orders.merge_baskets(by=shopper(town.bob), visitor="v2")
    assert queries.basket_count(by=shopper(town.bob)) == 1


def test_only_the_chosen_lines_are_ordered(town: Town) -> None:
    alice = shopper(town.alice)
    orders.put_in_basket(by=alice, variant=town.variant(town.cup).public_id, quantity=2)
    waiting = orders.put_in_basket(by=alice, variant=town.variant(town.teapot).public_id)
    view = queries.basket_of(by=alice)
    orders.choose_lines(by=alice, lines=[kept.line for kept in view.lines if kept.line != waiting.public_id])
    quote = queries.quote(by=alice, currency="CNY")
    assert quote.total_minor == 9000 + 1000
    orders.place_order(by=alice, expected_total_minor=quote.total_minor, currency="CNY", address=HOME)
    assert [kept.line for kept in queries.basket_of(by=alice).lines] == [waiting.public_id]


def test_freight_is_free_from_the_stores_threshold_on(town: Town) -> None:
    alice, pot, cup = shopper(town.alice), town.variant(town.teapot), town.variant(town.cup)
    assert total(alice, {pot.public_id: 1}) == 29000
    assert total(alice, {pot.public_id: 1, cup.public_id: 1}) == 32500


def test_a_suspended_store_sells_nothing(town: Town) -> None:
    merchants.suspend(by=SYSTEM, store=town.clay, reason="A look at the papers")
    cup = town.variant(town.cup)
    with pytest.raises(orders.NotForSale):
        orders.put_in_basket(by=shopper(town.alice), variant=cup.public_id)
    with pytest.raises(orders.NotForSale):
        place(shopper(town.alice), {cup.public_id: 1}, expected_total_minor=5500)


def test_cancelling_gives_everything_back_once(town: Town) -> None:
    alice, cup = shopper(town.alice), town.variant(town.cup)
    group = place(alice, {cup.public_id: 4})
    orders.cancel_group(by=alice, group=group.public_id)
    orders.cancel_group(by=alice, group=group.public_id)
    assert stock(cup) == (100, 0)
    with pytest.raises(NotFound):
        orders.cancel_group(by=shopper(town.bob), group=group.public_id)
    with pytest.raises(orders.NotPayable):
        start(alice, group)


def test_an_unpaid_group_expires_and_its_stock_is_free_without_any_task(town: Town) -> None:
    sweater = town.variant(town.sweater)
    group = place(shopper(town.alice), {sweater.public_id: 5})
    with pytest.raises(orders.TooFewLeft):
        place(shopper(town.bob), {sweater.public_id: 1}, expected_total_minor=89900)
    with clock.shift(timedelta(minutes=31)):
        bob = place(shopper(town.bob), {sweater.public_id: 5})
        assert orders.expire_groups() == 1
        assert orders.expire_groups() == 0
    group.refresh_from_db()
    assert group.state == "expired"
    assert bob.state == "awaiting_payment"
    assert stock(sweater) == (5, 5)


def test_a_late_payment_takes_the_stock_again_while_it_can_be_had(town: Town) -> None:
    alice, sweater = shopper(town.alice), town.variant(town.sweater)
    group = place(alice, {sweater.public_id: 2})
    payment = start(alice, group)
    with clock.shift(timedelta(hours=1)):
        assert orders.expire_groups() == 1
        assert orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment)) == "paid"
    assert stock(sweater) == (3, 0)
    group.refresh_from_db()
    assert group.state == "paid"
    assert order_in(group, town.cashmere).state == "paid"
    books_are_right()


@pytest.mark.parametrize("swept", [False, True])
def test_a_payment_too_late_goes_back_to_the_payer(town: Town, swept: bool) -> None:
    alice, sweater = shopper(town.alice), town.variant(town.sweater)
    group = place(alice, {sweater.public_id: 4})
    payment = start(alice, group)
    with clock.shift(timedelta(hours=1)):
        bought(shopper(town.bob), {sweater.public_id: 3})
        if swept:
            orders.expire_groups()
        assert orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment)) == "returned"
        assert orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment)) == "repeat"
        carry_out_due()
        drain()
    group.refresh_from_db()
    payment.refresh_from_db()
    assert group.state == "expired"
    assert payment.refunded_minor == group.total_minor
    assert stock(sweater) == (2, 0)
    assert balance(AccountKey("refunds", "CNY", None, "test")) == 0
    assert balance(AccountKey("unmatched", "CNY")) == 0
    assert not Message.objects.filter(name="trade.order-paid.v1", person_id=town.alice.pk).exists()
    assert not Relation.objects.of(town.cashmere).filter(person=town.alice, orders_count__gt=0).exists()
    books_are_right()


def test_money_for_a_cancelled_group_goes_back(town: Town) -> None:
    alice = shopper(town.alice)
    group = place(alice, {town.variant(town.cup).public_id: 1})
    payment = start(alice, group)
    orders.cancel_group(by=alice, group=group.public_id)
    assert orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment)) == "returned"
    group.refresh_from_db()
    assert group.state == "cancelled"
    carry_out_due()
    drain()
    assert balance(AccountKey("payments", "CNY", None, "test")) == 0
    books_are_right()


def test_a_second_payment_of_the_same_group_goes_back(town: Town) -> None:
    alice = shopper(town.alice)
    group = place(alice, {town.variant(town.cup).public_id: 1})
    first = start(alice, group)
    second = Payment.objects.create(
        ref=group.public_id, provider="test", amount_minor=group.total_minor, currency="CNY"
    )
    assert orders.receive_payment(by=SYSTEM, provider="test", message=captured(first)) == "paid"
    assert orders.receive_payment(by=SYSTEM, provider="test", message=captured(second)) == "overpaid"
    carry_out_due()
    drain()
    second.refresh_from_db()
    assert second.refunded_minor == group.total_minor
    assert balance(AccountKey("payments", "CNY", None, "test")) == group.total_minor
    books_are_right()


def test_a_wrong_amount_is_held_until_the_right_one_comes(town: Town) -> None:
    alice = shopper(town.alice)
    group = place(alice, {town.variant(town.cup).public_id: 1})
    payment = start(alice, group)
    wrong = captured(payment, amount_minor=group.total_minor - 1)
    assert orders.receive_payment(by=SYSTEM, provider="test", message=wrong) == "held"
    group.refresh_from_db()
    assert group.state == "awaiting_payment"
    assert balance(AccountKey("unmatched", "CNY")) == -(group.total_minor - 1)
    assert orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment)) == "paid"
    assert balance(AccountKey("unmatched", "CNY")) == 0
    assert balance(AccountKey("payments", "CNY", None, "test")) == group.total_minor
    books_are_right()


def test_orders_complete_by_time(town: Town) -> None:
    alice, mei = shopper(town.alice), town.mei_at_work()
    group = bought(alice, {town.variant(town.cup).public_id: 1})
    order = order_in(group, town.clay)
    orders.ship(by=mei, store=town.clay, order=order.public_id)
    orders.deliver(by=mei, store=town.clay, order=order.public_id)
    assert orders.confirm_due() == 0
    with clock.shift(timedelta(days=11)):
        assert orders.confirm_due() == 1
        assert orders.confirm_due() == 0
    assert order_in(group, town.clay).state == "confirmed"


def test_many_parcels_at_once_name_what_could_not_be_shipped(town: Town) -> None:
    mei = town.mei_at_work()
    groups = [bought(shopper(town.alice), {town.variant(town.cup).public_id: 1}) for _each in range(3)]
    ids = [order_in(group, town.clay).public_id for group in groups]
    orders.ship(by=mei, store=town.clay, order=ids[0])
    foreign = order_in(bought(shopper(town.bob), {town.variant(town.sweater).public_id: 1}), town.cashmere)
    parcels = [orders.Parcel(order, "SF", f"{n}") for n, order in enumerate([*ids, foreign.public_id])]
    report = orders.ship_many(by=mei, store=town.clay, parcels=parcels)
    assert sorted(each[0] for each in report["done"]) == sorted(ids[1:])
    assert sorted(each[0] for each in report["refused"]) == sorted([ids[0], foreign.public_id])
    assert Message.objects.filter(name="trade.order-shipped.v1").count() == 3


def test_lin_reads_orders_but_does_not_ship(town: Town) -> None:
    lin = Actor("staff", town.lin.pk, town.clay.pk, frozenset({"reception"}))
    order = order_in(bought(shopper(town.alice), {town.variant(town.cup).public_id: 1}), town.clay)
    from regulars.ground.kit.refusals import NotAllowed

    with pytest.raises(NotAllowed):
        orders.ship(by=lin, store=town.clay, order=order.public_id)
    with pytest.raises(NotFound):
        orders.ship(by=town.ravi_at_work(), store=town.clay, order=order.public_id)
    with pytest.raises(NotFound):
        orders.ship(by=town.ravi_at_work(), store=town.cashmere, order=order.public_id)


def test_the_statement_from_orders_equals_the_ledger(town: Town) -> None:
    alice, mei = shopper(town.alice), town.mei_at_work()
    for quantity in (1, 3):
        completed(alice, mei, town.clay, bought(alice, {town.variant(town.cup).public_id: quantity}))
    now = clock.now()
    ledger = statement(town.clay, "CNY", now - timedelta(days=1), now + timedelta(days=1))
    items = queries.statement_from_events(town.clay, "CNY")
    assert sum(item.amount_minor for item in items) == ledger.closing_minor
    assert ledger.closing_minor == balance_of(town)


def balance_of(town: Town) -> int:
    return -balance(AccountKey("store_payable", "CNY", town.clay.pk))


def test_queries_for_the_store_and_the_market(town: Town) -> None:
    group = bought(shopper(town.alice), {town.variant(town.cup).public_id: 2})
    order = order_in(group, town.clay)
    assert [row.pk for row in queries.orders_of(town.clay).items] == [order.pk]
    assert queries.orders_of(town.cashmere).items == []
    found = queries.orders_of(town.clay, queries.OrderFilters(state="to-ship", search="Tasting"))
    assert [row.pk for row in found.items] == [order.pk]
    assert queries.order_of(town.clay, order.public_id).lines.all()[0].title == "Tasting cup"
    with pytest.raises(NotFound):
        queries.order_of(town.cashmere, order.public_id)
    figures = {figure.key: figure.value for figure in queries.today(town.clay)}
    assert figures == {"orders_paid": 1, "sales": 10000, "refunds": 0, "buyers": 1, "new_customers": 1}
    assert [todo.kind for todo in queries.todos(town.clay)] == ["to-ship"]
    olga = Actor("operator", town.olga.pk, rights=frozenset({"market.read"}))
    assert [row.pk for row in queries.all_orders(by=olga).items] == [order.pk]
    assert Order.objects.of(town.clay).count() == 1
