"""Lists go on page by page, cost the same whatever their length, and refuse damaged links."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from tests.faces.shopper.browsing.conftest import cold_queries
from tests.town import Town

Fill = Callable[[int], object]


def shown(html: str) -> list[str]:
    main = html.split("</main>")[0]
    return re.findall(r'<li data-ref="(pro_\w+)"', main)


def further(html: str) -> str:
    found = re.search(r'id="more"><a [^>]*href="([^"]+)"', html)
    return unescape(found[1]) if found else ""


@pytest.mark.parametrize(
    "path", ["/c/teapots/?sort=price", "/s/purple-clay-house/?sort=newest", "/c/teapots/"]
)
def test_all_goods_come_once_over_the_pages(town: Town, fill: Fill, client: Client, path: str) -> None:
    fill(52)
    seen: list[str] = []
    while path:
        html = client.get(path).content.decode()
        seen += shown(html)
        path = further(html)
    assert len(seen) == len(set(seen)) == 54


def test_a_script_gets_only_the_next_part(town: Town, fill: Fill, client: Client) -> None:
    fill(30)
    more = further(client.get("/c/teapots/").content.decode())
    part = client.get(more, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert len(shown(part)) == 8
    whole = client.get(more).content.decode()
    assert "<html" in whole
    assert shown(whole) == shown(part)


@pytest.mark.parametrize("path", ["/c/teapots/", "/s/purple-clay-house/", "/stores/"])
@pytest.mark.parametrize("cursor", ["x", "%00", "W10", "WzAsMSwiYSJd", "A" * 500])
def test_a_damaged_link_is_refused_clearly(town: Town, client: Client, path: str, cursor: str) -> None:
    answer = client.get(f"{path}?cursor={cursor}")
    assert answer.status_code == 400
    assert "Go back to the start of the list" in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "most"),
    [("/", 9), ("/c/teapots/", 5), ("/s/purple-clay-house/", 12), ("/stores/", 6), ("/categories/", 3)],
)
def test_a_page_costs_the_same_with_twice_the_goods(
    town: Town, fill: Fill, client: Client, path: str, most: int
) -> None:
    fill(6)
    with cold_queries() as few:
        client.get(path)
    fill(12)
    with cold_queries() as many:
        client.get(path)
    assert len(few) == len(many) <= most


def test_a_product_costs_the_same_with_twice_the_goods(town: Town, fill: Fill, client: Client) -> None:
    path = f"/p/{town.teapot.public_id}/"
    for _ in range(2):  # the second look is remembered for the visit, by a key that is looked up once
        client.get(path)
    fill(4)
    with cold_queries() as few:
        client.get(path)
    fill(8)
    with cold_queries() as many:
        client.get(path)
    assert len(few) == len(many) <= 18


def test_home_of_a_regular_costs_a_fixed_few_more(town: Town, fill: Fill, alice: Client) -> None:
    alice.post("/s/purple-clay-house/follow", {"idempotency_key": "follow-home"})
    alice.get("/")
    with cold_queries() as few:
        alice.get("/")
    fill(12)
    with cold_queries() as many:
        alice.get("/")
    assert len(few) == len(many) <= 21
