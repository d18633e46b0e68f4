"""Whatever a browser sends: the market's own price, or a refusal. Nothing is ordered for less."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.models import Variant
from regulars.ground.kit import clock
from regulars.trade.offers import actions as offers
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import BasketLine, OrderGroup
from tests.guarantees.routes import checkout
from tests.guarantees.world import World, key
from tests.trade.orders.shopping import total

pytestmark = pytest.mark.django_db

NOT_QUANTITIES = (
    "1e3", "1.5", "-1", "0", "", "９", "99999999999", "10000", "1,000", "0x10", "NaN", "inf", "+1", " 1", "1\n", "١",
    "true", "[]", "null", "1;2", "²",
)  # fmt: skip
NOT_TOTALS = ("0", "1", "-1", "", "９", "1e9", "5500.0", "99999999999999999999", "null", " 5500")
NOT_ASKED_FOR = (
    "price_minor", "unit_minor", "total_minor", "paid_minor", "discount_minor", "store_discount_minor",
    "market_discount_minor", "freight_minor", "commission_bp", "commission_minor", "store", "store_id", "person_id",
    "state", "paid_at", "currency", "guest_key", "variant", "lines", "quantity", "off_minor", "goods_minor",
)  # fmt: skip


def ordered(world: World) -> list[OrderGroup]:
    """Groups that were not there when the world was built."""
    known = {*world.a.groups, *world.b.groups}
    return [group for group in OrderGroup.objects.order_by("pk") if group.public_id not in known]


def price(world: World) -> int:
    """What the basket of one piece costs by the market's own rules."""
    return total(world.a.shopping, {world.a.ids["variant"]: 1})


def buy(world: World, money: str = "CNY", **changes: Any) -> int:
    """Send the check-out with changes; its status."""
    form = checkout(world, world.a) | changes
    return int(world.client("alice").post(f"/checkout/{money}/", form, **key()).status_code)


@pytest.mark.parametrize("quantity", NOT_QUANTITIES, ids=repr)
def test_quantities_that_are_none(world: World, quantity: str) -> None:
    alice, before = world.client("alice"), list(BasketLine.objects.values_list("pk", "quantity"))
    form = {"variant": world.a.ids["variant"], "quantity": quantity}
    line = f"/basket/lines/{world.a.ids['basket_line']}"
    assert 400 <= alice.post("/basket/add", form, **key()).status_code < 500
    if quantity != "0":  # nothing of a line takes it out
        assert 400 <= alice.post(line, {"quantity": quantity}, **key()).status_code < 500
    assert list(BasketLine.objects.values_list("pk", "quantity")) == before


@pytest.mark.parametrize("seen", NOT_TOTALS, ids=repr)
def test_totals_nobody_was_shown(world: World, seen: str) -> None:
    assert 400 <= buy(world, expected_total_minor=seen) < 500
    assert ordered(world) == []


@pytest.mark.parametrize("off", [-1, 1, -1000])
def test_totals_near_the_right_one(world: World, off: int) -> None:
    assert 400 <= buy(world, expected_total_minor=str(price(world) + off)) < 500
    assert ordered(world) == []


@pytest.mark.parametrize("name", NOT_ASKED_FOR)
@pytest.mark.parametrize("value", ["0", "1"])
def test_fields_nobody_asked_for_change_nothing(world: World, name: str, value: str) -> None:
    right = price(world)
    assert buy(world, **{name: value}) == 303
    (group,) = ordered(world)
    assert (group.total_minor, group.currency, group.state) == (right, "CNY", "awaiting_payment")
    assert [line.quantity for order in group.orders.all() for line in order.lines.all()] == [1]
    assert {order.store_id for order in group.orders.all()} == {world.a.store.pk}


@pytest.mark.parametrize("currency", ["USD", "JPY", "cny", "XXX", "C"])
def test_another_currency_buys_nothing(world: World, currency: str) -> None:
    assert buy(world, money=currency) in {303, 404, 409, 422}
    assert ordered(world) == []


def test_a_basket_edited_after_the_total_was_shown(world: World) -> None:
    form = checkout(world, world.a)
    orders.set_quantity(by=world.a.shopping, line=world.a.ids["basket_line"], quantity=5)
    assert world.client("alice").post("/checkout/CNY/", form, **key()).status_code == 409
    assert ordered(world) == []


def test_a_price_raised_after_the_total_was_shown(world: World) -> None:
    form = checkout(world, world.a)
    catalog.set_price(
        by=world.a.at_work, store=world.a.store, variant_id=world.a.ids["variant"], price_minor=999_900
    )
    assert world.client("alice").post("/checkout/CNY/", form, **key()).status_code == 409
    assert ordered(world) == []


def test_an_offer_that_ended_since(world: World) -> None:
    form = checkout(world, world.a)
    for offer in ("offer", "offer_coded", "offer_chosen"):
        offers.stop_offer(by=world.a.at_work, store=world.a.store, offer=world.a.ids[offer])
    assert world.client("alice").post("/checkout/CNY/", form, **key()).status_code == 409
    with clock.shift(timedelta(days=30)):
        assert world.client("bob").post("/checkout/CNY/", form, **key()).status_code in {303, 409, 422}
    assert ordered(world) == []


@pytest.mark.parametrize("which", ["variant_draft", "product", "store", "picture"])
def test_what_is_not_for_sale_cannot_be_put_into_a_basket(world: World, which: str) -> None:
    before = BasketLine.objects.count()
    form = {"variant": world.b.ids[which], "quantity": "1"}
    assert 400 <= world.client("alice").post("/basket/add", form, **key()).status_code < 500
    assert BasketLine.objects.count() == before


def test_a_variant_retired_after_it_was_put_into_the_basket(world: World) -> None:
    form = checkout(world, world.a)
    Variant.objects.of(world.a.store).filter(public_id=world.a.ids["variant"]).update(retired_at=clock.now())
    assert world.client("alice").post("/checkout/CNY/", form, **key()).status_code in {303, 409, 422}
    assert ordered(world) == []


def test_codes_and_coupons_of_others_take_nothing_off(world: World) -> None:
    right, alice = price(world), world.client("alice")
    alice.post("/basket/code", {"code": world.b.ids["code"]}, **key())
    assert alice.post("/basket/coupons", {"claim": world.b.ids["claim"]}, **key()).status_code == 404
    assert buy(world, claims=world.b.ids["claim"], codes=world.b.ids["code"]) == 303
    assert [group.total_minor for group in ordered(world)] == [right]
