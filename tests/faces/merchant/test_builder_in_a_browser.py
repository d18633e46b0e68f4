"""The builder in a real browser: blocks are moved by mouse and by keyboard, the phone shows it, nothing is blocked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, sync_playwright

from regulars.discovery.storefront import queries
from tests.faces.operator.acting import plain_static
from tests.town import Town

__all__ = ["plain_static"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def page() -> Iterator[Page]:
    """A page of headless Chromium."""
    path = Path("/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(path) if path.exists() else None, args=["--no-sandbox"]
        )
        yield browser.new_page(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce")
        browser.close()


def order(town: Town) -> list[str]:
    """The blocks of the draft as it is kept."""
    found = queries.draft_of(queries.page_of(town.clay, "store"))
    return [one["id"] for one in found.blocks] if found else []


def test_blocks_are_moved_by_mouse_and_by_keyboard(real_town: Town, live_server: Any, page: Page) -> None:
    client = Client()
    client.force_login(real_town.mei)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(live_server.url + reverse("desk_page", args=[real_town.clay.public_id, "store"]))
    assert page.frame_locator("[data-preview]").locator("#store-name").inner_text() == "Purple Clay House"

    grip = page.locator("#row-page-terms [data-grip]").bounding_box()
    aim = page.locator("#row-page-asks").bounding_box()
    assert grip
    assert aim
    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(aim["x"] + 40, aim["y"] + 20, steps=4)
    page.mouse.move(aim["x"] + 40, aim["y"] + 3, steps=2)
    with page.expect_navigation():
        page.mouse.up()
    assert order(real_town)[:3] == ["page-front", "page-terms", "page-asks"]

    page.locator('[data-key="page-terms-down"]').focus()
    for place in (2, 3):
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert order(real_town)[place] == "page-terms"
        page.wait_for_function("document.activeElement.dataset.key === 'page-terms-down'")

    page.locator("#palette > summary").press("Enter")
    with page.expect_navigation():
        page.locator(".palette-one[value=text]").press("Enter")
    page.wait_for_function("document.activeElement.matches('#edit [data-land]')")
    page.locator("[data-key$=-remove]").last.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.dataset.key === 'undo'")
    assert said == []
