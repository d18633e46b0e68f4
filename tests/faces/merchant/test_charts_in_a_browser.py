"""Charts in a real browser: drawn under the strict policy, and a part of one opens the people behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, sync_playwright

from regulars.ground.bus import shore
from regulars.ground.kit import clock
from tests.faces.operator.acting import plain_static
from tests.town import Town, shopper
from tests.trade.orders.shopping import bought

__all__ = ["plain_static"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
PAINTED = """box => {
  const canvas = box.querySelector("canvas");
  const bytes = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  return new Set(new Uint32Array(bytes.buffer)).size;
}"""


@pytest.fixture
def page() -> Iterator[Page]:
    """A page of headless Chromium."""
    path = Path("/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(path) if path.exists() else None, args=["--no-sandbox"]
        )
        yield browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        browser.close()


def test_charts_are_drawn_under_the_policy_and_open_their_people(
    real_town: Town, live_server: Any, page: Page
) -> None:
    bought(shopper(real_town.alice), {real_town.variant(real_town.cup).public_id: 1})
    while shore.to_lake():
        pass
    client = Client()
    client.force_login(real_town.mei)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    with clock.at(clock.now() + timedelta(minutes=1)):
        answer = page.goto(live_server.url + reverse("desk_people", args=[real_town.clay.public_id]))
        assert answer is not None
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        boxes = page.locator("[data-chart]")
        assert boxes.count() >= 4
        for number in range(boxes.count()):
            boxes.nth(number).scroll_into_view_if_needed()
            page.wait_for_selector(f":nth-match([data-chart], {number + 1})[data-drawn]")
            assert boxes.nth(number).evaluate(PAINTED) > 2
        funnel = page.locator(".figure-chart-funnel")
        funnel.scroll_into_view_if_needed()
        size = funnel.bounding_box()
        assert size is not None
        funnel.click(position={"x": size["width"] * 0.3, "y": size["height"] * 0.7})
        page.wait_for_url("**/people/behind/**")
        assert "Alice" in page.content()
    assert said == []
