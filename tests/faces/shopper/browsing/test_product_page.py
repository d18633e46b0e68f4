"""A product's page: choices, price, stock, what machines read of it."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

from django.test import Client

from regulars.goods.catalog import actions as catalog
from regulars.ground.kit import clock
from regulars.people.merchants import actions as merchants
from regulars.trade.offers.actions import claim, create_offer, publish_offer
from tests.town import Town, shopper
from tests.trade.orders.shopping import bought
from tests.xss_vectors import ALL


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def machine(html: str) -> Any:
    found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_every_variant_can_be_chosen_without_scripts(town: Town, client: Client) -> None:
    html = page(client, f"/p/{town.teapot.public_id}/")
    for position in (0, 1):
        assert f'value="{town.variant(town.teapot, position).public_id}"' in html
    assert html.count('type="radio" name="variant"') == 2
    assert 'form="buy"' in html


def test_the_asked_variant_is_chosen_and_priced(town: Town, client: Client) -> None:
    second = town.variant(town.teapot, 1)
    html = page(client, f"/p/{town.teapot.public_id}/?variant={second.public_id}")
    assert re.search(rf'value="{second.public_id}" checked', html)
    assert "CN¥360.00" in html.split("data-price")[1].split("</p>")[0]


def test_what_else_the_store_sells_is_shown_without_the_product_itself(town: Town, client: Client) -> None:
    for mine, other in ((town.teapot, town.cup), (town.cup, town.teapot)):
        (_page, beside) = page(client, f"/p/{mine.public_id}/").split("More from Purple Clay House")
        shelf = beside.split("</section>")[0]
        assert f'href="/p/{other.public_id}/"' in shelf
        assert f'href="/p/{mine.public_id}/"' not in shelf
        assert f'href="/p/{town.sweater.public_id}/"' not in shelf


def test_low_and_no_stock_are_said(town: Town, client: Client) -> None:
    only = town.variant(town.sweater)
    assert "Only 5 left" in page(client, f"/p/{town.sweater.public_id}/")
    catalog.set_stock(by=town.ravi_at_work(), store=town.cashmere, variant_id=only.public_id, on_hand=0)
    html = page(client, f"/p/{town.sweater.public_id}/")
    assert "Sold out at the moment" in html
    assert "Buy now" not in html
    assert machine(html)[0]["offers"]["availability"].endswith("OutOfStock")


def test_what_is_missing_to_the_next_offer_is_said(town: Town, client: Client) -> None:
    offer = create_offer(
        by=town.mei_at_work(),
        store=town.clay,
        kind="spend-and-save",
        title="Spend and save",
        starts_at=clock.now() - timedelta(hours=1),
        ends_at=clock.now() + timedelta(days=1),
        terms={"tiers": [{"threshold_minor": 5300, "off_minor": 2000}]},
    )
    publish_offer(by=town.mei_at_work(), store=town.clay, offer=offer.public_id)
    html = page(client, f"/p/{town.cup.public_id}/")
    assert "CN¥8 more for CN¥20 off" in html
    assert "from CN¥53" in html


def test_a_coupon_says_whether_one_holds_it(town: Town, client: Client, alice: Client) -> None:
    by, now = town.mei_at_work(), clock.now()
    offer = create_offer(
        by=by,
        store=town.clay,
        kind="store-coupon",
        title="Welcome",
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(days=1),
        terms={"tiers": [{"threshold_minor": 100, "off_minor": 50}]},
        claimable=True,
    )
    publish_offer(by=by, store=town.clay, offer=offer.public_id)
    path = f"/p/{town.cup.public_id}/"
    take = f'action="/offers/{offer.public_id}/claim"'
    assert take not in page(client, path)
    assert f"/account/login/?next={path}" in page(client, path)
    assert take in page(alice, path)
    claim(by=shopper(town.alice), offer=offer.public_id)
    assert take not in page(alice, path)
    assert "In your wallet" in page(alice, path)
    assert "In your wallet" in page(alice, "/s/purple-clay-house/")
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    for place in (path, "/s/purple-clay-house/"):
        assert "In your wallet" not in page(alice, place)
        assert '<p class="coupon-stamp">Used</p>' in page(alice, place)


def test_options_and_attributes_are_said_in_the_language_of_the_page(town: Town, client: Client) -> None:
    at = {"by": town.mei_at_work(), "store": town.clay}
    variant = town.variant(town.teapot)
    catalog.change_variant(
        **at, variant_id=variant.public_id, options={"Size": "Small"}, options_zh={"容量": "小号"}
    )
    catalog.change_product(
        **at,
        product_id=town.teapot.public_id,
        attributes={"Material": "Zisha clay"},
        attributes_zh={"材质": "紫砂"},
    )
    path = f"/p/{town.teapot.public_id}/"
    english, chinese = page(client, path), page(client, f"{path}?lang=zh-hans")
    assert ("Small" in english, "Zisha clay" in english) == (True, True)
    assert ("小号" in english, "紫砂" in english) == (False, False)
    assert ("小号" in chinese, "容量" in chinese, "紫砂" in chinese) == (True, True, True)
    assert ("Small" in chinese, "Zisha clay" in chinese) == (False, False)


def test_machines_read_a_group_of_variants(town: Town, client: Client) -> None:
    group, trail = machine(page(client, f"/p/{town.teapot.public_id}/"))
    assert group["@type"] == "ProductGroup"
    assert [one["offers"]["price"] for one in group["hasVariant"]] == ["280.00", "360.00"]
    assert {one["offers"]["priceCurrency"] for one in group["hasVariant"]} == {"CNY"}
    assert trail["@type"] == "BreadcrumbList"
    assert trail["itemListElement"][-1]["name"] == "Plum Branch teapot"


def test_machines_read_a_single_product(town: Town, client: Client) -> None:
    product = machine(page(client, f"/p/{town.cup.public_id}/"))[0]
    assert product["@type"] == "Product"
    assert product["offers"]["availability"].endswith("InStock")
    assert product["offers"]["hasMerchantReturnPolicy"]["merchantReturnDays"] == 7


def test_the_page_names_its_one_address_and_its_languages(town: Town, client: Client) -> None:
    path = f"/p/{town.cup.public_id}/"
    html = page(client, path + "?variant=x")
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{path}">' in html
    assert f'hreflang="zh-Hans" href="http://127.0.0.1:8000{path}?lang=zh-hans"' in html
    assert '<meta property="og:title" content="Tasting cup' in html


def test_titles_and_stories_cannot_run_scripts(town: Town, client: Client) -> None:
    hostile = "</script><script>alert(1)</script>"
    by = town.mei_at_work()
    for vector in [hostile, *ALL[::9]]:
        catalog.change_product(
            by=by,
            store=town.clay,
            product_id=town.cup.public_id,
            title=vector[:150] or "x",
            description=vector,
        )
        merchants.change_store(by=by, store=town.clay, story=vector)
        for path in (f"/p/{town.cup.public_id}/", "/s/purple-clay-house/"):
            html = page(client, path)
            scripts = re.findall(r"<script(?![^>]*(?:\bsrc=|ld\+json))", html)
            assert scripts == []
            assert not re.search(r"<[^>]+\son\w+=", re.sub(r'"[^"]*"', '""', html))
            machine(html)
