"""Products by a rule, by hand, or for whoever looks."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.goods.catalog.models import Product
from regulars.goods.catalog.queries import category_tree
from regulars.loyalty.customers.actions import follow
from tests.blocks import drawn, filled, scene
from tests.town import Town, shopper
from tests.trade.orders.shopping import off, offer


def titles(settings: dict[str, Any], **at: Any) -> list[str]:
    found = filled("grid", settings, scene(at.pop("page", "market"), **at))
    return [card.title for card in found["products"]] if found else []


def test_rules_of_order(town: Town) -> None:
    Product.objects.across_stores("test").filter(pk=town.cup.pk).update(sold_count=9)
    assert titles({"rule": "popular"})[0] == "Tasting cup"
    assert titles({"rule": "newest"})[0] == "Round-neck sweater"
    assert titles({"rule": "newest", "size": 1}) == ["Round-neck sweater"]


def test_category_price_and_store_narrow_it(town: Town) -> None:
    assert titles({"category": town.knitwear.public_id}) == ["Round-neck sweater"]
    assert titles({"category": "cat_00000000000000000000"}) == []
    assert titles({"low": 100, "high": 400}) == ["Plum Branch teapot"]
    assert set(titles({}, page="store", store=town.clay.pk)) == {"Plum Branch teapot", "Tasting cup"}
    assert titles({}, page="category", category=town.knitwear.pk) == ["Round-neck sweater"]


def test_what_costs_less_than_before(town: Town) -> None:
    assert titles({"rule": "reduced"}) == []
    Product.objects.across_stores("test").filter(pk=town.cup.pk).update(compare_minor=9000)
    assert titles({"rule": "reduced"}) == ["Tasting cup"]


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("product", ["Tasting cup"]),
        ("category", ["Tasting cup", "Plum Branch teapot"]),
        ("variant", ["Tasting cup"]),
    ],
)
def test_what_an_offer_is_about(town: Town, by: str, names: list[str]) -> None:
    ids = {
        "product": town.cup.public_id,
        "category": town.teapots.public_id,
        "variant": town.variant(town.cup).public_id,
    }
    terms = off(500) | {"scope": {"by": by, "ids": [ids[by]]}}
    made = offer(town.mei_at_work(), town.clay, "store-coupon", terms, title="Cups", claimable=True)
    assert set(titles({"rule": "offer", "offer": made.public_id})) == set(names)
    assert titles({"rule": "offer", "offer": made.public_id}, page="store", store=town.cashmere.pk) == []


def test_picks_keep_their_order_and_their_store(town: Town) -> None:
    hand = {
        "rule": "picks",
        "products": [
            town.cup.public_id,
            "pro_00000000000000000000",
            town.sweater.public_id,
            town.teapot.public_id,
        ],
    }
    assert titles(hand) == ["Tasting cup", "Round-neck sweater", "Plum Branch teapot"]
    assert titles(hand, page="store", store=town.clay.pk) == ["Tasting cup", "Plum Branch teapot"]


def test_what_is_new_in_followed_stores(town: Town) -> None:
    follow(by=shopper(town.alice), store=town.cashmere)
    assert titles({"rule": "followed"}, person=town.alice.pk) == ["Round-neck sweater"]
    assert titles({"rule": "followed"}) == []


def test_what_is_chosen_for_somebody_says_by_which_decision(town: Town) -> None:
    found = filled("grid", {"rule": "personal", "size": 2}, scene())
    assert found is not None
    assert found["decision"].startswith("dec_")
    assert len(found["products"]) == 2


@pytest.mark.parametrize("rule", ["popular", "newest", "reduced", "picks"])
def test_one_question_for_a_rule(town: Town, rule: str) -> None:
    category_tree()
    with CaptureQueriesContext(connection) as asked:
        filled(
            "grid",
            {"rule": rule, "products": [town.cup.public_id], "category": town.teapots.public_id},
            scene(),
        )
    assert len(asked) == 1


def test_a_shopper_sees_tiles_and_an_empty_grid_hides(town: Town) -> None:
    shown = drawn("grid", {"title": {"en": "Now"}, "look": "product-row", "more": "/stores/"}, scene())
    assert f'data-ref="{town.cup.public_id}"' in shown
    assert 'data-source="block:grid:one"' in shown
    assert 'href="/stores/"' in shown
    assert drawn("grid", {"rule": "reduced"}, scene()) == ""
    assert "No product fits" in drawn("grid", {"rule": "reduced"}, scene(preview=True))
