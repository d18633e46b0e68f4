"""robots.txt, sitemaps and the web app's manifest."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from django.test import Client

from regulars.faces.shopper.browsing import robots
from regulars.people.merchants import actions as merchants
from tests.town import Town, operator

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def addresses(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    return [str(one.text) for one in ElementTree.fromstring(answer.content).iter(LOC)]


def everything(client: Client) -> list[str]:
    parts = addresses(client, "/sitemap.xml")
    return [one for part in parts for one in addresses(client, part.removeprefix("http://127.0.0.1:8000"))]


def test_the_map_holds_every_public_address(town: Town, client: Client) -> None:
    found = everything(client)
    for path in (f"/p/{town.cup.public_id}/", "/s/purple-clay-house/", "/c/teapots/", "/"):
        assert f"http://127.0.0.1:8000{path}" in found
    assert len(found) == len(set(found))


def test_the_map_leaves_out_what_rests(town: Town, client: Client) -> None:
    merchants.suspend(by=operator(town.olga), store=town.clay, reason="Pause")
    found = " ".join(everything(client))
    assert "purple-clay-house" not in found
    assert town.cup.public_id not in found
    assert town.sweater.public_id in found


def test_maps_are_bounded(town: Town, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robots, "PER_PAGE", 1)
    parts = [one for one in addresses(client, "/sitemap.xml") if "products" in one]
    found = [addresses(client, part.removeprefix("http://127.0.0.1:8000")) for part in parts]
    assert max(len(one) for one in found) == 1
    assert sum(len(one) for one in found) == 3


def test_robots_are_kept_out_of_private_rooms(town: Town, client: Client) -> None:
    body = client.get("/robots.txt").content.decode()
    assert "Disallow: /basket/" in body
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in body


def test_the_manifest_is_read_in_ones_language(town: Town, client: Client) -> None:
    answer = client.get("/manifest.webmanifest", headers={"Accept-Language": "zh-hans"})
    assert answer["Content-Type"] == "application/manifest+json"
    assert json.loads(answer.content)["name"] == "常客小镇"


def test_private_and_narrowed_pages_are_not_listed(town: Town, client: Client) -> None:
    for path in ("/me/", "/search/?q=cup", "/c/teapots/?min=1"):
        assert '<meta name="robots" content="noindex">' in client.get(path).content.decode()
    assert "noindex" not in client.get("/c/teapots/").content.decode()
