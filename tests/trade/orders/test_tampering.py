"""Whatever a client sends: the server's price, or a refusal; nothing is ordered for less."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from regulars.goods.catalog import actions as catalog
from regulars.goods.catalog.models import Stock
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.people.accounts import actions as accounts
from regulars.trade.offers import actions as offers
from regulars.trade.offers.models import Claim
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import Basket, OrderGroup
from regulars.trade.orders.queries.quoting import quote
from regulars.trade.orders.rules import NotWhole, whole_quantity
from tests.town import Town
from tests.trade.orders.shopping import GUEST, HOME, off, offer, place, shopper, total

QUANTITIES: list[Any] = [
    0,
    -1,
    -(10**9),
    10**9,
    10_000,
    1.5,
    1.0,
    "1e3",
    "1.5",
    "-1",
    "+1",
    " 1",
    "0x10",
    "",
    "１",
    "٣",
    "NaN",
    "inf",
    None,
    True,
    False,
    [],
    {},
    b"1",
    2**64,
    "99999",
    float("nan"),
    complex(1),
    "1\n",
    "1,000",
]
TOTALS: list[Any] = [0, 1, -5500, 5499, 5501, 10**12, 5500.0, "5500", None, True]
NAMES = (
    "unit_minor",
    "price_minor",
    "discount_minor",
    "commission_bp",
    "store",
    "store_id",
    "total_minor",
    "freight_minor",
)


def nothing_was_ordered(town: Town) -> None:
    assert not OrderGroup.objects.exists()
    assert Stock.objects.filter(held__gt=0).count() == 0


@pytest.mark.parametrize("quantity", QUANTITIES, ids=repr)
def test_quantities_that_are_none(town: Town, quantity: Any) -> None:
    cup = town.variant(town.cup).public_id
    with pytest.raises(orders.QuantityNotPossible):
        orders.put_in_basket(by=shopper(town.alice), variant=cup, quantity=quantity)
    with pytest.raises(orders.QuantityNotPossible):
        orders.place_order(
            by=shopper(town.alice),
            lines={cup: quantity},
            expected_total_minor=5500,
            currency="CNY",
            address=HOME,
        )
    assert not Basket.objects.exists()
    nothing_was_ordered(town)


@pytest.mark.parametrize("value", [1, 9999, "1", "0042"])
def test_quantities_that_are_some(value: Any) -> None:
    assert whole_quantity(value) == int(value)
    with pytest.raises(NotWhole):
        whole_quantity("0")


@pytest.mark.parametrize("expected", TOTALS, ids=repr)
def test_totals_the_server_did_not_say(town: Town, expected: Any) -> None:
    with pytest.raises(Refusal) as refused:
        place(shopper(town.alice), {town.variant(town.cup).public_id: 1}, expected_total_minor=expected)
    assert refused.value.code in {"price-changed", "bad-input"}
    nothing_was_ordered(town)


@pytest.mark.parametrize("name", NAMES)
def test_prices_and_stores_cannot_be_sent_at_all(town: Town, name: str) -> None:
    with pytest.raises(TypeError):
        place(shopper(town.alice), {town.variant(town.cup).public_id: 1}, **{name: 1})
    nothing_was_ordered(town)


@pytest.mark.parametrize("currency", ["USD", "JPY", "cny", "", "C"])
def test_another_currency_buys_nothing(town: Town, currency: str) -> None:
    with pytest.raises(orders.NotForSale):
        place(
            shopper(town.alice),
            {town.variant(town.cup).public_id: 1},
            currency=currency,
            expected_total_minor=5500,
        )
    nothing_was_ordered(town)


def test_a_basket_edited_after_the_quote_is_quoted_again(town: Town) -> None:
    alice = shopper(town.alice)
    line = orders.put_in_basket(by=alice, variant=town.variant(town.cup).public_id)
    seen = quote(by=alice, currency="CNY").total_minor
    orders.set_quantity(by=alice, line=line.public_id, quantity=3)
    with pytest.raises(orders.PriceChanged):
        orders.place_order(by=alice, expected_total_minor=seen, currency="CNY", address=HOME)
    nothing_was_ordered(town)


def test_an_offer_that_ended_since_the_quote_is_gone(town: Town) -> None:
    alice, cup = shopper(town.alice), town.variant(town.cup).public_id
    offer(town.mei_at_work(), town.clay, "spend-and-save", off(1000))
    seen = total(alice, {cup: 1})
    assert seen == 4500
    with clock.shift(timedelta(days=8)), pytest.raises(orders.PriceChanged):
        place(alice, {cup: 1}, expected_total_minor=seen)


def test_other_peoples_things_are_not_there(town: Town) -> None:
    alice, bob, cup = shopper(town.alice), shopper(town.bob), town.variant(town.cup).public_id
    where = accounts.add_address(by=bob, **HOME)
    with pytest.raises(NotFound):
        orders.place_order(
            by=alice, lines={cup: 1}, expected_total_minor=5500, currency="CNY", address_id=where.public_id
        )
    coupon = offer(town.mei_at_work(), town.clay, "store-coupon", off(1000), claimable=True)
    bobs = offers.claim(by=bob, offer=coupon.public_id)
    with pytest.raises(orders.PriceChanged):
        place(alice, {cup: 1}, claims=[bobs.public_id], expected_total_minor=4500)
    assert place(alice, {cup: 1}, claims=[bobs.public_id]).total_minor == 5500
    assert Claim.objects.get(pk=bobs.pk).used_at is None
    with pytest.raises(NotFound):
        orders.choose_claims(by=alice, claims=[bobs.public_id])
    line = orders.put_in_basket(by=bob, variant=cup)
    orders.put_in_basket(by=alice, variant=cup)
    for act in (
        lambda: orders.set_quantity(by=alice, line=line.public_id, quantity=5),
        lambda: orders.set_quantity(by=GUEST, line=line.public_id, quantity=5, visitor="v"),
        lambda: orders.set_quantity(by=GUEST, line=line.public_id, quantity=5),
    ):
        with pytest.raises(NotFound):
            act()
    orders.remove_line(by=alice, line=line.public_id)
    assert quote(by=bob, currency="CNY").total_minor == 4500


def test_unknown_retired_and_hidden_goods_are_not_for_sale(town: Town) -> None:
    alice, mei = shopper(town.alice), town.mei_at_work()
    pot = town.variant(town.teapot).public_id
    for lines in ({"var_nothing": 1}, {"' OR 1=1 --": 1}, {"": 1}):
        with pytest.raises(Refusal):
            place(alice, lines, expected_total_minor=0)
    catalog.unpublish_product(by=mei, store=town.clay, product_id=town.teapot.public_id)
    with pytest.raises(orders.NotForSale):
        place(alice, {pot: 1}, expected_total_minor=29000)
    with pytest.raises(orders.EmptyBasket):
        place(alice, {}, expected_total_minor=0)
    with pytest.raises(orders.BasketFull):
        orders.place_order(
            by=alice,
            lines={f"var_{n}": 1 for n in range(101)},
            expected_total_minor=0,
            currency="CNY",
            address=HOME,
        )
    nothing_was_ordered(town)


@pytest.mark.parametrize(
    "mail", ["", "carol", "carol@", "@example.com", "a b@example.com", "a@b@c.com", "a@b"]
)
def test_a_guest_needs_a_way_to_be_reached(town: Town, mail: str) -> None:
    with pytest.raises(orders.ContactMissing):
        place(
            GUEST,
            {town.variant(town.cup).public_id: 1},
            email=mail,
            address=HOME | {"phone": ""},
            expected_total_minor=5500,
        )
    nothing_was_ordered(town)


def test_texts_are_made_plain_before_they_are_kept(town: Town) -> None:
    group = place(
        shopper(town.alice),
        {town.variant(town.cup).public_id: 1},
        address=HOME | {"recipient": "Al\u202eice\x00\n<b>", "extra": "dropped"},
        name="x" * 500,
        language="../../etc",
    )
    assert group.address["recipient"] == "Alice <b>"
    assert "extra" not in group.address
    assert group.language == "en"


def test_codes_of_strangers_and_typing_games(town: Town) -> None:
    alice, cup = shopper(town.alice), town.variant(town.cup).public_id
    coupon = offer(town.ravi_at_work(), town.cashmere, "store-coupon", off(1000) | {"needs_code": True})
    offers.name_code(by=town.ravi_at_work(), store=town.cashmere, offer=coupon.public_id, code="WARM", cap=9)
    for codes in (["WARM"], ["warm "], ["%"], ["' OR 1=1"], ["X" * 5000], ["WARM"] * 500):
        assert total(alice, {cup: 1}, codes=codes) == 5500
    with pytest.raises(orders.CodeUnknown):
        orders.enter_code(by=alice, code="NOPE")
    assert total(alice, {town.variant(town.sweater).public_id: 1}, codes=[" wa rm"]) == 88900


def test_a_guest_is_nobody_and_owns_nothing(town: Town) -> None:
    with pytest.raises(NotFound):
        orders.put_in_basket(by=Actor("guest"), variant=town.variant(town.cup).public_id)
    assert quote(by=Actor("guest"), currency="CNY").total_minor == 0
