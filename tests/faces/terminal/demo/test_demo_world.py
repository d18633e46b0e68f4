"""The standing town: whole, bilingual, sane, and the same for the same seed."""

import re
from datetime import date, timedelta

import pytest

from regulars.faces.terminal.demo.nouns import Text
from regulars.faces.terminal.demo.taste import taste_for_stores
from regulars.faces.terminal.demo.world import Town, make_town

TODAY = date(2026, 3, 18)
KINDS = """
    teapot cup sweater scarf crab fish prawn sneaker bottle jar lipstick ricebag ricebowl sofa lamp cushion
    table suit dress ring jersey ball footballscarf flowers tea honey backpack bear headphones notebook
    bicycle plant bowl candle umbrella kite orange peach bread coffee
"""


def bilingual(text: Text) -> bool:
    return bool(text.en and text.zh) and "{" not in text.en + text.zh


def test_same_seed_same_town(demo_town: Town) -> None:
    assert make_town(7, today=TODAY) == demo_town


def test_another_seed_is_another_town(demo_town: Town) -> None:
    other = make_town(8, today=TODAY, people=50)
    assert other.people["p00001"] != demo_town.people["p00001"]
    assert other.goods.variants != demo_town.goods.variants


def test_dates_move_with_today() -> None:
    early, late = (make_town(7, today=TODAY + timedelta(days=shift), people=60) for shift in (0, 100))
    moved = timedelta(days=100)
    assert late.market.festival.starts_on - early.market.festival.starts_on == moved
    for key, person in early.people.items():
        assert late.people[key].joined_on - person.joined_on == moved
        assert person.joined_on <= TODAY
    for key, coupon in early.offers.coupons.items():
        assert late.offers.coupons[key].window.ends_on - coupon.window.ends_on == moved
    assert {key: row.price_minor for key, row in early.goods.variants.items()} == {
        key: row.price_minor for key, row in late.goods.variants.items()
    }


def test_size_of_the_town(demo_town: Town) -> None:
    assert len(demo_town.stores) >= 26
    assert len(demo_town.goods.products) >= 520
    assert len(demo_town.people) == 3000
    roots = [row for row in demo_town.goods.categories.values() if row.parent is None]
    assert len(roots) == 12


def test_stores_have_a_character(demo_town: Town) -> None:
    for store in demo_town.stores.values():
        assert bilingual(store.story)
        assert bilingual(store.name)
        assert bilingual(store.tone)
        assert 2 <= len(re.findall(r"[.!?](?:\s|$)", store.story.en)) <= 4
        assert demo_town.goods.categories[store.home].parent is None
        assert demo_town.staff[store.owner].store == store.key


def test_every_leaf_category_has_products(demo_town: Town) -> None:
    goods = demo_town.goods
    leaves = {key for key, row in goods.categories.items() if row.parent}
    assert {item.category for item in goods.products.values()} == leaves
    assert all(goods.categories[key].parent in goods.categories for key in leaves)


def test_products_are_whole(demo_town: Town) -> None:
    for item in demo_town.goods.products.values():
        assert bilingual(item.name), item.key
        assert bilingual(item.description), item.key
        assert item.store in demo_town.stores
        assert item.brand in demo_town.goods.brands
        assert item.attributes
        assert 1 <= len(item.variants) <= 8
        assert {picture.kind for picture in item.pictures} <= set(KINDS.split())
        assert all(re.fullmatch(r"#[0-9a-f]{6}", picture.color) for picture in item.pictures)
        assert item.listed_on < TODAY - timedelta(days=90)


def test_variants_are_priced_sanely(demo_town: Town) -> None:
    for variant in demo_town.goods.variants.values():
        options = demo_town.goods.products[variant.product].options
        assert len(variant.chosen) == len(options)
        assert all(value in option.values for value, option in zip(variant.chosen, options, strict=True))
        assert 0 < variant.cost_minor < variant.price_minor < 1_000_000
        assert variant.stock > 0
        assert variant.compare_minor is None or variant.compare_minor > variant.cost_minor


def test_names_and_stock_numbers_are_unique(demo_town: Town) -> None:
    goods = demo_town.goods
    names = [(item.store, item.name) for item in goods.products.values()]
    assert len(set(names)) == len(names)
    assert len({variant.sku for variant in goods.variants.values()}) == len(goods.variants)


def test_compare_price_is_above_the_price(demo_town: Town) -> None:
    compared = [row for row in demo_town.goods.variants.values() if row.compare_minor is not None]
    assert 0.08 < len(compared) / len(demo_town.goods.variants) < 0.3
    assert all(row.compare_minor > row.price_minor for row in compared if row.compare_minor is not None)


def test_offers_refer_to_the_town(demo_town: Town) -> None:
    offers = demo_town.offers
    assert {coupon.store for coupon in offers.coupons.values()} == set(demo_town.stores)
    assert all(coupon.off_minor < coupon.over_minor for coupon in offers.coupons.values())
    assert all(demo_town.goods.products[sale.product].store == sale.store for sale in offers.sales.values())
    across = offers.spend_and_save["save/across"]
    assert across.tiers == ((30000, 4000),)
    assert across.repeating
    assert len(across.stores) == 16
    assert set(across.stores) <= set(demo_town.stores)
    assert across.window.holds(TODAY)


def test_envelopes_have_a_budget(demo_town: Town) -> None:
    for envelope in demo_town.offers.envelopes.values():
        assert envelope.amount_minor < envelope.over_minor
        assert envelope.budget_minor % envelope.amount_minor == 0


def test_the_named_cast_lives_here(demo_town: Town) -> None:
    assert demo_town.stores["purple-clay-house"].owner == "mei"
    assert demo_town.stores["cashmere-to-measure"].owner == "ravi"
    assert (demo_town.staff["lin"].role, demo_town.staff["lin"].store) == ("reception", "purple-clay-house")
    assert demo_town.staff["olga"].role == "operator"
    assert demo_town.staff["oscar"].role == "operator-read-only"
    assert demo_town.people["alice"].email == "alice@example.com"
    assert demo_town.people["carol"].guest
    assert not demo_town.people["bob"].guest
    assert demo_town.market.password == "regulars-demo"


def test_nobody_can_be_reached(demo_town: Town) -> None:
    everybody = demo_town.people.values()
    assert all(person.email.endswith("@example.com") for person in everybody)
    assert all(re.fullmatch(r"\+86 100 \d{4} \d{4}", person.phone) for person in everybody)
    assert len({person.email for person in everybody}) == len({person.phone for person in everybody}) == 3000


@pytest.mark.parametrize("who", ["alice", "p00042"])
def test_tastes_are_shares(demo_town: Town, who: str) -> None:
    person = demo_town.people[who]
    assert sum(taste_for_stores(demo_town, person).values()) == pytest.approx(1)


def test_alice_loves_tea_and_bob_coffee(demo_town: Town) -> None:
    alice, bob = (taste_for_stores(demo_town, demo_town.people[who]) for who in ("alice", "bob"))
    assert max(alice, key=lambda key: alice[key]) == "purple-clay-house"
    assert max(bob, key=lambda key: bob[key]) == "third-crack"
