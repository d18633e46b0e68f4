"""The look in a real browser: reachable for everybody, and the scripts do what they promise."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from regulars.faces.look.guide import write

# One Chromium and one guide for all of them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("look")]


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses of the guide's views."""
    shop, buy, desk = write(tmp_path_factory.mktemp("look") / "guide.html")
    return {"shop": shop.as_uri(), "buy": buy.as_uri(), "desk": desk.as_uri()}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    with sync_playwright() as playwright:
        path = Path("/usr/bin/chromium")
        chromium = playwright.chromium.launch(
            executable_path=str(path) if path.exists() else None, args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a phone."""
    context = browser.new_context(viewport={"width": 360, "height": 780}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    ("view", "width", "scheme"),
    [
        ("shop", 320, "light"),
        ("buy", 320, "dark"),
        ("desk", 1280, "light"),
        pytest.param("shop", 1280, "dark", marks=pytest.mark.nightly),
        pytest.param("buy", 1280, "light", marks=pytest.mark.nightly),
        pytest.param("desk", 320, "dark", marks=pytest.mark.nightly),
    ],
)
def test_reachable_for_everybody(
    browser: Browser, guide: dict[str, str], view: str, scheme: str, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(guide[view])
    found = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert [
        (one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in {"serious", "critical"}
    ] == []
    assert wide <= width


def test_the_save_bar_appears_with_the_first_change(page: Page, guide: dict[str, str]) -> None:
    page.goto(guide["desk"])
    bar = page.locator("#product [data-bar]")
    assert not bar.is_visible()
    page.fill("#f-title", "Another name")
    assert bar.is_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    bar.get_by_role("button", name="Discard").click()
    bar.wait_for(state="hidden")
    assert page.input_value("#f-title") == "Zisha teapot “Autumn pear”"


def test_a_form_is_sent_once(page: Page, guide: dict[str, str]) -> None:
    page.goto(guide["shop"])
    page.evaluate(
        "window.sent = 0;"
        "document.addEventListener('submit', (event) => { window.sent += event.defaultPrevented ? 0 : 1; });"
        "const form = document.querySelector('#address');"
        "form.noValidate = true; form.target = 'elsewhere';"
        "form.requestSubmit(); form.requestSubmit(); form.requestSubmit();"
    )
    assert page.evaluate("window.sent") == 1


def test_keys_are_new_when_the_page_comes_back(page: Page, guide: dict[str, str]) -> None:
    page.goto(guide["shop"])
    keys = "[...document.querySelectorAll('[name=idempotency_key]')].map((input) => input.value)"
    assert set(page.evaluate(keys)) == {"a-key"}
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    fresh = page.evaluate(keys)
    assert len(set(fresh)) == len(fresh)
    assert all(len(key) == 36 for key in fresh)


def test_quantity_stays_within_bounds(page: Page, guide: dict[str, str]) -> None:
    page.goto(guide["shop"])
    box = page.locator("[data-quantity]").first
    assert box.locator("[data-step='-1']").is_disabled()
    for _press in range(4):
        box.locator("[data-step='1']").click()
    assert box.locator("input").input_value() == "5"
    assert box.locator("[data-step='1']").is_disabled()


def test_a_dialog_opens_and_gives_the_page_back(page: Page, guide: dict[str, str]) -> None:
    page.goto(guide["shop"])
    page.click("[data-dialog=sample-dialog]")
    assert page.locator("#sample-dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#sample-dialog").is_visible()


def test_choosing_rows_opens_the_bulk_bar(page: Page, guide: dict[str, str]) -> None:
    page.goto(guide["desk"])
    bar = page.locator("[data-bulk-bar]")
    assert not bar.is_visible()
    page.locator("[data-check]").first.check()
    assert bar.is_visible()
    assert bar.locator(".bulk-count").inner_text() == "1 selected"


def test_without_scripts_nothing_needed_is_hidden(browser: Browser, guide: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto(guide["desk"])
    assert page.locator("#product [data-bar] button[type=submit]").is_visible()
    page.goto(guide["shop"] + "#sample-dialog")
    assert page.locator("#sample-dialog").is_visible()
    assert not page.locator("[data-step]").first.is_visible()
    context.close()


def test_the_tabs_make_room_for_the_buy_bar(page: Page, guide: dict[str, str]) -> None:
    page.goto(guide["shop"])
    assert page.locator(".tab-bar").is_visible()
    page.goto(guide["buy"])
    assert not page.locator(".tab-bar").is_visible()
