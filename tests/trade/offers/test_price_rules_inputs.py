"""Inputs that must never become a price."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from regulars.trade.offers.rules import Basket, Person, Receipt, Scope, Tier, price, replay
from tests.trade.offers.rules_baskets import NOW, basket, line, offer

ONE_OFF = Tier(0, off_minor=100)
BAD_NUMBERS: list[Any] = [0, -1, 10_001, 10**9, 1.5, 2.0, "1e3", "3", None, True, Decimal(2), float("nan")]


@pytest.mark.parametrize("quantity", BAD_NUMBERS)
def test_a_quantity_is_a_whole_number_from_one(quantity: Any) -> None:
    with pytest.raises(ValueError, match="quantity"):
        line(quantity=quantity)


@pytest.mark.parametrize("unit", [-1, 1.5, "100", None, False, Decimal(1), 10**13])
def test_a_price_is_a_whole_amount(unit: Any) -> None:
    with pytest.raises(ValueError, match="unit_minor"):
        line(unit=unit)


@pytest.mark.parametrize("currency", ["", "cny", "CN", "¥¥¥", "CNYY", None, 156])
def test_a_currency_is_three_capital_letters(currency: Any) -> None:
    with pytest.raises(ValueError, match="currency"):
        line(currency=currency)


@pytest.mark.parametrize("name", ["line_id", "product_id", "variant_id", "store_id"])
@pytest.mark.parametrize("value", ["", None, 7, "x" * 201])
def test_ids_are_short_texts(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=name):
        line(**{"line_id": "a", name: value})


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"freight": {"clay": -1}}, "freight"),
        ({"freight": {"clay": 1.0}}, "freight"),
        ({"freight": {"elsewhere": 100}}, "no line"),
        ({"chosen": ("somebody-elses",)}, "not held"),
    ],
)
def test_a_basket_refuses(more: dict[str, Any], match: str) -> None:
    with pytest.raises(ValueError, match=match):
        basket(line(), **more)


def test_a_basket_is_of_one_currency_without_twins() -> None:
    with pytest.raises(ValueError, match="USD"):
        basket(line(currency="USD"))
    with pytest.raises(ValueError, match="same line_id"):
        basket(line(), line())
    with pytest.raises(ValueError, match="at least one"):
        Basket("CNY", ())
    with pytest.raises(ValueError, match="id of a store"):
        line(store_id="market")


@pytest.mark.parametrize(
    ("kind", "tiers", "more", "match"),
    [
        ("surprise", (ONE_OFF,), {}, "no kind"),
        ("store-coupon", (ONE_OFF,), {}, "belongs to the store"),
        ("cash-red-envelope", (ONE_OFF,), {"store_id": "clay"}, "belongs to the market"),
        ("cross-store", (ONE_OFF,), {}, "pool"),
        ("points", (), {}, "either tiers or a fixed price"),
        ("points", (), {"fixed_minor": 5}, "fixed price"),
        ("item-price", (Tier(1, off_minor=1),), {}, "no threshold"),
        ("points", (Tier(5, off_minor=1), Tier(5, off_minor=2)), {}, "ascend"),
        ("points", (ONE_OFF,), {"repeats": True}, "repeating"),
        ("points", (ONE_OFF,), {"cap_minor": -1}, "cap_minor"),
        ("points", (ONE_OFF,), {"store_bp": 10_001}, "store_bp"),
        ("points", (ONE_OFF,), {"store_bp": 0.5}, "store_bp"),
        ("points", (ONE_OFF,), {"version": 0}, "version"),
        ("points", (ONE_OFF,), {"needs_claim": True}, "neither claim nor code"),
        ("category-coupon", (ONE_OFF,), {"budget_left_minor": 5}, "budget"),
        ("points", (ONE_OFF,), {"starts_at": datetime(2026, 1, 1)}, "time zone"),
        ("points", (ONE_OFF,), {"starts_at": NOW, "ends_at": NOW}, "end after"),
        ("points", (ONE_OFF,), {"not_with": frozenset({"coupon"})}, "not a step after"),
        ("points", (ONE_OFF,), {"not_with": frozenset({"freight"})}, "cannot shut"),
    ],
)
def test_terms_that_make_no_sense_are_refused(
    kind: str, tiers: tuple[Tier, ...], more: dict[str, Any], match: str
) -> None:
    with pytest.raises(ValueError, match=match):
        offer("o", kind, *tiers, **more)


@pytest.mark.parametrize(
    "tier",
    [{}, {"off_minor": 1, "percent_bp": 1}, {"off_minor": -1}, {"percent_bp": 0}, {"percent_bp": 10_001}],
)
def test_a_tier_takes_off_one_thing(tier: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"takes off|off_minor|percent_bp"):
        Tier(0, **tier)


def test_a_scope_names_what_it_covers() -> None:
    for bad in (
        {"by": "all", "ids": frozenset("x")},
        {"by": "brand"},
        {"by": "weather", "ids": frozenset("x")},
    ):
        with pytest.raises(ValueError, match="scope"):
            Scope(**bad)


def test_pricing_refuses_foreign_offers_twins_and_naive_moments() -> None:
    ours = offer("a", "points", ONE_OFF)
    with pytest.raises(ValueError, match="two offers"):
        price(basket(line()), [ours, ours], NOW)
    with pytest.raises(ValueError, match="time zone"):
        price(basket(line()), [], datetime(2026, 12, 12))
    dollars = Basket("USD", (line(currency="USD"),), person=Person())
    with pytest.raises(ValueError, match="USD"):
        price(dollars, [ours], NOW)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"lines":3}', "null", '{"surprise":1}'])
def test_what_is_not_a_receipt_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Receipt.from_json(text)


def test_a_receipt_with_a_changed_quantity_is_not_read() -> None:
    text = price(basket(line()), [], NOW).to_json()
    with pytest.raises(ValueError, match="quantity"):
        Receipt.from_json(text.replace('"quantity":1,"currency"', '"quantity":-1,"currency"'))
    with pytest.raises(ValueError, match="price-0"):
        replay(text.replace('"price-1"', '"price-0"'))
