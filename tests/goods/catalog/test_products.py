"""Products from draft to retirement, as staff change them and as shoppers see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from regulars.goods.catalog import actions, queries
from regulars.goods.catalog.models import PriceChange, Product, Variant
from regulars.goods.catalog.queries import Filters
from regulars.goods.catalog.rules import PriceRange, ProductRow, VariantRow
from regulars.ground.bus.models import Message
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.refusals import NotAllowed, NotFound
from regulars.people.merchants import actions as merchants
from tests.town import Town, operator, staff


def at_work(town: Town, **more: Any) -> dict[str, Any]:
    """Mei acting in her store."""
    return {"by": town.mei_at_work(), "store": town.clay} | more


def test_price_range_and_struck_out_price_are_kept(town: Town) -> None:
    assert (town.teapot.from_minor, town.teapot.to_minor) == (28000, 36000)
    pot = town.variant(town.teapot)
    actions.set_price(**at_work(town, variant_id=pot.public_id), price_minor=40000, compare_minor=45000)
    town.teapot.refresh_from_db()
    assert (town.teapot.from_minor, town.teapot.to_minor, town.teapot.compare_minor) == (36000, 40000, None)
    dear = town.variant(town.teapot, 1)
    actions.retire_variant(**at_work(town, variant_id=dear.public_id))
    town.teapot.refresh_from_db()
    assert (town.teapot.from_minor, town.teapot.compare_minor) == (40000, 45000)


def test_each_change_of_price_is_on_record_and_told(town: Town) -> None:
    pot = town.variant(town.teapot)
    for price in (30000, 30000, 31000):
        actions.set_price(**at_work(town, variant_id=pot.public_id), price_minor=price)
    history = queries.price_history(town.clay, pot.public_id)
    assert [one.price_minor for one in history] == [31000, 30000, 28000]
    told = Message.objects.filter(name="goods.price-changed.v1").order_by("id")
    assert [(one.body["before_minor"], one.body["after_minor"]) for one in told] == [
        (28000, 30000),
        (30000, 31000),
    ]
    assert not queries.price_history(town.cashmere, pot.public_id).exists()


@pytest.mark.parametrize(
    ("price", "compare", "refusal"),
    [
        (-1, None, actions.BadPrice),
        (1.5, None, actions.BadPrice),
        (True, None, actions.BadPrice),
        (10**13, None, actions.BadPrice),
        (100, 100, actions.BadComparePrice),
        (100, -5, actions.BadComparePrice),
    ],
)
def test_prices_that_cannot_stand(town: Town, price: Any, compare: Any, refusal: type[Exception]) -> None:
    pot = town.variant(town.teapot)
    with pytest.raises(refusal):
        actions.set_price(**at_work(town, variant_id=pot.public_id), price_minor=price, compare_minor=compare)


def test_what_a_new_product_needs(town: Town) -> None:
    good: dict[str, Any] = {"category": town.teapots, "title": "Jug", "variants": [{"price_minor": 1}]}
    for change, refusal in (
        ({"title": " \u200b"}, actions.NameMissing),
        ({"variants": []}, actions.VariantMissing),
        ({"variants": [{"price_minor": 1, "sku": "POT-1"}]}, actions.SkuTaken),
        ({"variants": [{"price_minor": 1, "on_hand": -1}]}, actions.BadQuantity),
        ({"variants": [{"price_minor": 1}] * 101}, actions.TooManyVariants),
        ({"store_id": 1}, actions.UnknownField),
    ):
        with pytest.raises(refusal):
            actions.add_product(**at_work(town), **good | change)
    made = actions.add_product(**at_work(town), **good)
    assert made.published_at is None
    with pytest.raises(NotFound):
        queries.product_for_shoppers(made.public_id)


def test_variants_without_sku_get_one_of_their_own(town: Town) -> None:
    made = actions.add_product(
        **at_work(town), category=town.teapots, title="Jug", variants=[{"price_minor": 1}, {"price_minor": 2}]
    )
    assert len(set(made.variants.values_list("sku", flat=True))) == 2


def test_strangers_and_staff_without_the_right_change_nothing(town: Town) -> None:
    pot = {"product_id": town.teapot.public_id}
    with pytest.raises(NotFound):
        actions.change_product(by=town.ravi_at_work(), store=town.clay, **pot, title="Mine")
    with pytest.raises(NotFound):
        actions.change_product(by=town.ravi_at_work(), store=town.cashmere, **pot, title="Mine")
    with pytest.raises(NotAllowed):
        actions.retire_product(by=staff(town.lin, town.clay), store=town.clay, **pot)
    with pytest.raises(NotFound):
        actions.set_price(
            by=town.ravi_at_work(),
            store=town.cashmere,
            variant_id=town.variant(town.teapot).public_id,
            price_minor=1,
        )
    town.teapot.refresh_from_db()
    assert (town.teapot.title, town.teapot.retired_at) == ("Plum Branch teapot", None)


def test_hidden_retired_and_suspended_products_are_not_for_shoppers(town: Town) -> None:
    public_id = town.teapot.public_id
    assert queries.product_for_shoppers(public_id).in_stock
    actions.unpublish_product(**at_work(town, product_id=public_id))
    assert [card.title for card in queries.cards([town.teapot.pk, town.cup.pk])] == ["Tasting cup"]
    actions.publish_product(**at_work(town, product_id=public_id))
    merchants.suspend(by=SYSTEM, store=town.clay, reason="Papers missing")
    with pytest.raises(NotFound):
        queries.product_for_shoppers(public_id)
    assert queries.product_for_shoppers(town.sweater.public_id).in_stock


def test_words_follow_the_readers_language(town: Town) -> None:
    with translation.override("zh-hans"):
        assert queries.cards([town.teapot.pk])[0].title == "梅桩壶"
        assert queries.product_for_shoppers(town.teapot.public_id).title == "梅桩壶"
    with translation.override("en"):
        assert queries.cards([town.teapot.pk])[0].store_name == "Purple Clay House"


def test_a_category_shows_what_is_below_it_in_pages(town: Town) -> None:
    small = actions.add_category(by=SYSTEM, name="Travel pots", parent=town.teapots)
    assert small.path == f"{town.teapots.path}{small.pk}/"
    actions.change_product(**at_work(town, product_id=town.cup.public_id), category=small)
    keys = [town.teapots.pk, small.pk]
    first = queries.products_in(keys, sort="price", size=1)
    second = queries.products_in(keys, sort="price", size=1, cursor=first.next_cursor)
    assert [page.items[0].title for page in (first, second)] == ["Tasting cup", "Plum Branch teapot"]
    assert second.next_cursor == ""
    tree = {node.name: [child.name for child in node.children] for node in queries.category_tree()}
    assert tree == {"Knitwear": [], "Teapots": ["Travel pots"]}


def test_categories_in_use_stay(town: Town) -> None:
    with pytest.raises(actions.CategoryInUse):
        actions.retire_category(by=operator(town.olga), category=town.teapots)
    empty = actions.add_category(by=operator(town.olga), name="Empty")
    actions.retire_category(by=operator(town.olga), category=empty)
    assert "Empty" not in [node.name for node in queries.category_tree()]
    with pytest.raises(NotAllowed):
        actions.add_category(by=operator(town.oscar), name="More")


def test_questions_do_not_grow_with_the_list(town: Town, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert len(queries.popular()) == 3
    with django_assert_num_queries(4):
        queries.product_for_shoppers(town.teapot.public_id)
    with django_assert_num_queries(2):
        assert len(queries.products_of_store(town.clay).items) == 2
    with django_assert_num_queries(3):
        row = queries.product_of(town.clay, town.teapot.public_id)
        assert [variant.stock.on_hand for variant in row.variants.all()] == [10, 10]
    both = [row.pk for row in (town.variant(town.teapot), town.variant(town.cup))]
    with django_assert_num_queries(1):
        found = queries.variants_by_key(both)
        assert [found[key].product.title for key in both] == ["Plum Branch teapot", "Tasting cup"]


def test_the_workbench_list_is_narrowed(town: Town) -> None:
    actions.unpublish_product(**at_work(town, product_id=town.cup.public_id))

    def found(**filters: Any) -> list[str]:
        return [
            row.title for row in queries.products_of_store(town.clay, Filters(**filters), sort="title").items
        ]

    assert found(state="draft") == ["Tasting cup"]
    assert found(state="published") == found(words="pot-1") == found(words="plum") == ["Plum Branch teapot"]
    assert found(words="品茗") == ["Tasting cup"]
    assert found(low=True) == found(category=town.knitwear) == []
    assert queries.counts_of(town.clay) == {"draft": 1, "published": 1, "retired": 0}
    assert [row.sku for row in queries.low_stock(town.cashmere)] == ["SWE-1"]
    assert queries.products_of_store(town.clay, sort="title").items[0].pieces == 20  # type: ignore[attr-defined]


def test_many_products_at_once(town: Town, django_assert_max_num_queries: Any) -> None:
    now = clock.now()
    rows = [
        ProductRow(
            store_id=town.clay.pk, category_id=town.teapots.pk, external_ref=f"R{n}", title=f"Pot {n}",
            currency="CNY",
            variants=(
                VariantRow(sku=f"R{n}-a", price_minor=n + 10, on_hand=3, prices=((now, 5), (now, n + 10))),
                VariantRow(sku=f"R{n}-b", price_minor=n + 20),
            ),
            published_at=now,
        )
        for n in range(600)
    ]  # fmt: skip
    with django_assert_max_num_queries(90):
        assert actions.record_products(by=SYSTEM, rows=rows) == 600
    assert actions.record_products(by=SYSTEM, rows=rows) == 0
    row = Product.objects.of(town.clay).get(external_ref="R7")
    assert (row.from_minor, row.to_minor) == (17, 27)
    assert queries.left_of([Variant.objects.of(town.clay).get(sku="R7-a").pk]).popitem()[1] == 3
    assert PriceChange.objects.filter(variant__product=row).count() == 3
    told = Message.objects.filter(name="goods.products-recorded.v1").order_by("id")
    assert [len(one.body["products"]) for one in told] == [500, 100]
    assert queries.variant_keys([town.clay.pk])[(town.clay.pk, "R7-b")] == row.variants.get(sku="R7-b").pk


def test_options_are_said_in_both_languages_or_in_one(town: Town) -> None:
    variant = town.variant(town.teapot).public_id
    both = {"options": {"Size": "Small"}, "options_zh": {"容量": "小号"}}
    actions.change_variant(**at_work(town, variant_id=variant), **both)
    with translation.override("zh-hans"):
        assert queries.product_for_shoppers(town.teapot.public_id).choices[0].options == {"容量": "小号"}
        assert queries.product_for_shoppers(town.teapot.public_id).choices[1].options == {"Size": "2"}
    assert queries.product_for_shoppers(town.teapot.public_id).choices[0].options == {"Size": "Small"}
    with pytest.raises(actions.OptionsDiffer):
        actions.change_variant(**at_work(town, variant_id=variant), options_zh={"容量": "小号", "颜色": "红"})
    changed = actions.change_variant(**at_work(town, variant_id=variant), options={"Size": "Tiny"})
    assert changed.options_zh == {}


def test_an_order_says_its_options_as_long_as_they_mean_the_same(town: Town) -> None:
    variant = town.variant(town.teapot)
    variant.options, variant.options_zh = {"Size": "Small"}, {"容量": "小号"}
    with translation.override("zh-hans"):
        assert queries.sold_options({"Size": "Small"}, variant) == {"容量": "小号"}
        assert queries.sold_options({"Size": "Old"}, variant) == {"Size": "Old"}
    assert queries.sold_options({"Size": "Small"}, variant) == {"Size": "Small"}


def test_lists_are_narrowed_by_price_in_the_currency_asked(town: Town) -> None:
    def found(**prices: int | None) -> list[str]:
        asked = PriceRange("CNY", **prices)
        return [card.title for card in queries.products_of(town.clay.pk, prices=asked, sort="price").items]

    assert found() == ["Tasting cup", "Plum Branch teapot"]
    assert found(low_minor=5000) == ["Plum Branch teapot"]
    assert found(high_minor=5000) == ["Tasting cup"]
    assert found(low_minor=30000, high_minor=31000) == ["Plum Branch teapot"]
    asked = PriceRange("EUR", 1, None)
    assert queries.products_of(town.clay.pk, prices=asked).items == []


def test_the_best_of_many_stores_come_with_one_question(
    town: Town, django_assert_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_num_queries(1):
        shelves = queries.popular_by_store([town.clay.pk, town.cashmere.pk], each=1)
    assert {key: len(cards) for key, cards in shelves.items()} == {town.clay.pk: 1, town.cashmere.pk: 1}
    assert town.cup.pk not in [card.pk for card in queries.popular(store=town.cashmere.pk)]
    assert queries.newest_of([]) == []
    assert {card.store_id for card in queries.newest_of([town.cashmere.pk])} == {town.cashmere.pk}


def test_each_stocked_store_has_its_day(town: Town) -> None:
    actions.retire_product(by=town.ravi_at_work(), store=town.cashmere, product_id=town.sweater.public_id)
    assert queries.stores_of_the_day(5) == [town.clay]
    assert [node.slug for node in queries.shelves_of(town.clay.pk)] == ["teapots"]
    assert queries.last_keys()["products"] == town.cup.pk
    assert queries.store_addresses(0, town.clay.pk) == [town.clay.slug]
    assert [key for key, _at in queries.product_addresses(0, 10**6)] == [
        town.teapot.public_id,
        town.cup.public_id,
    ]
