"""A visit tells where it came from: by what its link says, the list it was chosen from, or the other site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, sync_playwright

from tests.house import HOUSE

pytestmark = [pytest.mark.nightly, pytest.mark.browser, pytest.mark.xdist_group("browser")]

SCRIPT = HOUSE / "faces" / "shopper" / "static" / "shopper" / "beacons.js"
HOME = "http://market.example"
PAGE = """<!doctype html><title>Store</title><div hidden data-page="store" data-ref="sto_1" data-store="sto_1"></div>
<ul data-source="search"><li data-ref="prd_1" data-store="sto_1"><a href="/p/1">A cup</a></li></ul>
<script src="/beacons.js"></script>"""
LISTEN = "window.told = []; navigator.sendBeacon = (to, text) => { window.told.push(...JSON.parse(text)); return true; };"


def serve(route: Route) -> None:
    if route.request.url.endswith("/beacons.js"):
        route.fulfill(body=Path(SCRIPT).read_text(), content_type="text/javascript")
    else:
        route.fulfill(body=PAGE, content_type="text/html")


@pytest.fixture
def phone() -> Iterator[Page]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        page.add_init_script(LISTEN)
        page.route("**/*", serve)
        yield page
        browser.close()


def source(phone: Page) -> Any:
    told = phone.evaluate("(window.dispatchEvent(new Event('pagehide')), window.told)")
    return next(event for event in told if event["name"] == "view").get("source")


@pytest.mark.parametrize(
    ("address", "referrer", "said"),
    [
        ("/s/clay/", None, None),
        ("/s/clay/?from=offline:counter", None, "offline:counter"),
        ("/s/clay/?from=creator", "https://blog.example/tea", "creator"),
        ("/s/clay/", "https://blog.example/tea", "link:blog.example"),
        ("/s/clay/", "https://www.google.com/search", "search:www.google.com"),
        ("/s/clay/", f"{HOME}/", None),
    ],
)
def test_where_a_visit_comes_from(phone: Page, address: str, referrer: str | None, said: str | None) -> None:
    phone.goto(HOME + address, referer=referrer)
    assert source(phone) == said


def test_what_was_chosen_from_a_list_says_which_list(phone: Page) -> None:
    phone.goto(f"{HOME}/search")
    phone.click("text=A cup")
    phone.wait_for_url("**/p/1")
    assert source(phone) == "search"


def test_a_word_too_long_is_cut_to_what_the_lake_takes(phone: Page) -> None:
    phone.goto(f"{HOME}/s/clay/?from={'x' * 200}")
    assert source(phone) == "x" * 80
