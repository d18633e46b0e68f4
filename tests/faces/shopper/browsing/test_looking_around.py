"""Anybody looks around: pages show what is there, in both languages, and write nothing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regulars.goods.catalog import actions as catalog
from regulars.ground.kit.actors import SYSTEM
from regulars.people.merchants import actions as merchants
from tests.town import Town, operator

PAGES = ("/", "/categories/", "/c/teapots/", "/stores/", "/s/purple-clay-house/", "/search/?q=teapot", "/me/")


def text(client: Client, path: str, **more: str) -> str:
    answer = client.get(path, headers=more)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize("path", [*PAGES, "/me/privacy/", "/search/"])
def test_every_page_speaks_both_languages(town: Town, client: Client, path: str) -> None:
    assert '<html lang="en"' in text(client, path)
    client.cookies["django_language"] = "zh-hans"
    chinese = text(client, path)
    assert '<html lang="zh-Hans"' in chinese
    assert "常客小镇" in chinese


def test_home_shows_goods_stores_and_categories(town: Town, client: Client) -> None:
    page = text(client, "/")
    for words in (
        "Plum Branch teapot",
        "Round-neck sweater",
        "Store of the day",
        "Knitwear",
        "Stores to discover",
    ):
        assert words in page


def test_names_follow_the_language(town: Town, client: Client) -> None:
    assert "梅桩壶" in text(client, "/c/teapots/?lang=zh-hans")
    assert "Plum Branch teapot" in text(client, "/c/teapots/?lang=en", **{"Accept-Language": "zh-hans"})


@pytest.mark.parametrize("path", PAGES)
def test_a_guest_costs_no_session_and_no_write(town: Town, client: Client, path: str) -> None:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    assert [one["sql"] for one in seen if not one["sql"].lstrip("( ").upper().startswith("SELECT")] == []
    assert [one["sql"] for one in seen if "django_session" in one["sql"]] == []
    assert "sessionid" not in client.cookies


def test_category_narrows_by_price_and_sorts(town: Town, client: Client) -> None:
    cheap = text(client, "/c/teapots/?max=50")
    assert "Tasting cup" in cheap
    assert "Plum Branch" not in cheap
    dear = text(client, "/c/teapots/?sort=-price")
    assert dear.index("Plum Branch") < dear.index("Tasting cup")


def test_nonsense_in_prices_and_sort_asks_for_nothing(town: Town, client: Client) -> None:
    page = text(client, "/c/teapots/?min=abc&max=1e9999&sort=banana")
    assert "Plum Branch" in page


def test_a_parent_category_holds_what_its_children_hold(town: Town, client: Client) -> None:
    above = catalog.add_category(by=SYSTEM, name="Tea things", slug="tea-things")
    below = catalog.add_category(by=SYSTEM, name="Whisks", slug="whisks", parent=above)
    by = town.mei_at_work()
    row = catalog.add_product(
        by=by,
        store=town.clay,
        category=below,
        title="Bamboo whisk",
        variants=[{"price_minor": 900, "on_hand": 1}],
    )
    catalog.publish_product(by=by, store=town.clay, product_id=row.public_id)
    page = text(client, "/c/tea-things/")
    assert "Bamboo whisk" in page
    assert "/c/whisks/" in page


def test_empty_places_say_what_to_do(town: Town, client: Client) -> None:
    catalog.add_category(by=SYSTEM, name="Empty shelf", slug="empty-shelf")
    assert "Nothing here yet" in text(client, "/c/empty-shelf/")
    assert "Nothing at this price" in text(client, "/c/teapots/?min=999999")
    assert "No store is called that" in text(client, "/stores/?q=zzzz")


@pytest.mark.django_db
def test_an_empty_market_is_still_a_place(client: Client) -> None:
    assert "The stalls are being set up" in text(client, "/")
    assert "No shelves yet" in text(client, "/categories/")
    assert "The stalls are being set up" in text(client, "/stores/")


def test_stores_are_found_by_name_in_either_language(town: Town, client: Client) -> None:
    assert "Cashmere" not in text(client, "/stores/?q=clay").split("<main")[1]
    assert "Purple Clay House" in text(client, "/stores/?q=紫砂")


def test_a_store_front_has_goods_terms_and_story(town: Town, client: Client) -> None:
    merchants.change_store(by=town.mei_at_work(), store=town.clay, story="Poured by hand.\nEvery day.")
    page = text(client, "/s/purple-clay-house/")
    for words in (
        "Tasting cup",
        "CN¥10.00 per order, free from CN¥300.00",
        "within 7 days",
        "Poured by hand.",
    ):
        assert words in page
    assert "Round-neck sweater" not in page


def test_a_suspended_store_rests_and_its_goods_are_gone(town: Town, client: Client) -> None:
    merchants.suspend(by=operator(town.olga), store=town.clay, reason="Papers missing")
    answer = client.get("/s/purple-clay-house/")
    assert answer.status_code == 404
    assert "is taking a break" in answer.content.decode()
    assert "Papers missing" not in answer.content.decode()
    assert client.get(f"/p/{town.teapot.public_id}/").status_code == 404
    assert "Purple Clay House" not in text(client, "/stores/")


@pytest.mark.parametrize(
    "path", ["/c/no-such/", "/s/no-such/", "/p/pro_0000/", "/sitemap-products-0.xml", "/sitemap-x-1.xml"]
)
def test_what_is_not_there_is_not_found(town: Town, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
