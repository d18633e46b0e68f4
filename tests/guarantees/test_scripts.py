"""Texts that try to run: stored in every field there is, then every page opened in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, sync_playwright

from regulars.goods.catalog import actions as catalog
from regulars.ground.kit.actors import SYSTEM
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.customers.models import Relation
from regulars.people.accounts import actions as accounts
from regulars.people.merchants import actions as merchants
from regulars.trade.orders import actions as orders
from tests.town import Town, shopper
from tests.trade.orders.shopping import bought, off, offer, order_in
from tests.xss_vectors import ALL

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

WATCH = """
window.__ran = []; window.__blocked = [];
window.pwned = () => { window.__ran.push(document.location.href); };
document.addEventListener('securitypolicyviolation', (event) => {
  window.__blocked.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample);
});
"""
WHOLE = " ".join(ALL)


def some(length: int, number: int) -> str:
    """As many vectors as fit, beginning with another one each time."""
    found = ""
    for vector in (*ALL[number % len(ALL) :], *ALL):
        if len(found) + len(vector) >= length:
            break
        found += vector
    return found or ALL[number % len(ALL)][:length]


@pytest.fixture
def hostile(real_town: Town) -> dict[str, list[str]]:
    """A town in which every text is hostile. Returns the pages to open, by who opens them."""
    town, mei = real_town, real_town.mei_at_work()
    where = {
        "recipient": some(80, 3), "street": some(200, 30), "city": some(80, 60), "region": some(80, 65),
        "phone": "'\"><b>1",
    }  # fmt: skip
    merchants.change_store(
        by=mei, store=town.clay, name=some(80, 0), name_zh=some(80, 11), city=some(80, 22), story=WHOLE[:4000],
        story_zh=WHOLE[4000:8000],
    )  # fmt: skip
    accounts.rename(by=shopper(town.alice), name=some(80, 33))
    accounts.rename(by=shopper(town.mei), name=some(80, 34))
    for number, vector in enumerate(ALL):
        made = catalog.add_product(
            by=mei, store=town.clay, category=town.teapots, title=f"{number} {vector}", title_zh=vector[::-1],
            variants=[{"options": {vector[:30]: vector[:60]}, "price_minor": 100 + number, "on_hand": 9}],
        ) if number % 4 == 0 else None  # fmt: skip
        if made:
            catalog.publish_product(by=mei, store=town.clay, product_id=made.public_id)
    catalog.change_product(
        by=mei, store=town.clay, product_id=town.teapot.public_id, title=some(160, 5), title_zh=some(160, 40),
        description=WHOLE[:8000], description_zh=WHOLE[-8000:],
        attributes={some(40, number): some(200, number) for number in range(0, 190, 6)},
    )  # fmt: skip
    for number in (1, 70, 120, 170):
        words = some(120, number)
        offer(mei, town.clay, "store-coupon", off(10), title=words, title_zh=words, claimable=True)
    variant = town.variant(town.teapot)
    catalog.change_variant(
        by=mei,
        store=town.clay,
        variant_id=variant.public_id,
        sku=some(60, 9),
        options={some(40, 8): some(60, 21)},
    )
    group = bought(shopper(town.alice), {variant.public_id: 2}, address=where)
    order = order_in(group, town.clay)
    orders.ship(by=mei, store=town.clay, order=order.public_id, carrier=some(60, 90), tracking=some(80, 95))
    orders.deliver(by=mei, store=town.clay, order=order.public_id)
    back = orders.ask_return(
        by=shopper(town.alice), order=order.public_id, lines={order.lines.get().public_id: 1}, kind="refund_only",
        reason="damaged", text=some(1000, 15),
    )  # fmt: skip
    orders.refuse_return(by=mei, store=town.clay, back=back.public_id, answer=some(500, 80))
    orders.dispute(by=shopper(town.alice), back=back.public_id, text=some(900, 140))
    relation = Relation.objects.of(town.clay).get(person=town.alice)
    for number in range(0, len(ALL), 40):
        customers.write_note(by=mei, store=town.clay, relation_id=relation.public_id, text=some(2000, number))
    accounts.add_address(by=shopper(town.alice), **where)
    orders.put_in_basket(by=shopper(town.alice), variant=variant.public_id)
    merchants.suspend(by=SYSTEM, store=town.cashmere, reason=some(300, 100))
    catalog.add_category(by=SYSTEM, name=some(80, 44), name_zh=some(80, 55), slug="odd")
    catalog.add_brand(by=SYSTEM, name=some(80, 66))
    desk, product, slug = f"/desk/{town.clay.public_id}", town.teapot.public_id, town.clay.slug
    return {
        "alice": [
            "/", "/categories/", "/c/teapots/", "/stores/", f"/s/{slug}/", f"/p/{product}/",
            "/search/?q=%3Cscript%3Epwned()", "/me/", "/basket/", "/checkout/CNY/", f"/pay/{group.public_id}/return",
            f"/orders/{group.public_id}/", f"/orders/{order.public_id}/returns/{back.public_id}/", "/me/coupons/",
            "/orders/", "/me/addresses/", "/me/stores/",
            "/orders/?state=%22%3E%3Cscript%3Epwned()%3C/script%3E", "/account/login/?next=javascript:pwned()",
        ],
        "mei": [
            f"{desk}/", f"{desk}/orders/", f"{desk}/orders/{order.public_id}/", f"{desk}/orders/{order.public_id}/slip/",
            f"{desk}/orders/{order.public_id}/refund/", f"{desk}/returns/?state=all", f"{desk}/returns/{back.public_id}/",
            f"{desk}/customers/", f"{desk}/customers/{relation.public_id}/", f"{desk}/money/", f"{desk}/products/",
            f"{desk}/products/{product}/", f"{desk}/products/{product}/stock/", f"{desk}/offers/", f"{desk}/staff/",
            f"{desk}/staff/acts/", f"{desk}/settings/", f"{desk}/find/?q=%3Cimg", f"{desk}/start/",
            f"{desk}/products/?q=%22%3E%3Cimg%20src=x%20onerror=pwned()%3E",
        ],
        "olga": [
            "/console/", "/console/orders/", f"/console/orders/{order.public_id}/", "/console/disputes/",
            f"/console/disputes/{back.public_id}/", "/console/stores/", f"/console/stores/{town.clay.public_id}/",
            f"/console/stores/{town.cashmere.public_id}/", "/console/categories/", "/console/brands/", "/console/audit/",
            "/console/people/", "/console/offers/", "/console/ledger/",
        ],
    }  # fmt: skip


@pytest.fixture
def chromium() -> Iterator[Any]:
    """Headless Chromium."""
    path = Path("/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(path) if path.exists() else None, args=["--no-sandbox"]
        )
        yield browser
        browser.close()


def opened(context: BrowserContext, base: str, paths: list[str], language: str, seen: list[int]) -> list[str]:
    """Open every page; everything that went wrong on them. `seen`: how many hostile texts each shows."""
    wrong: list[str] = []
    page = context.new_page()
    page.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda one: one.url.startswith((base, "data:")) or wrong.append(f"asked {one.url}"))
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on(
        "console",
        lambda said: (
            "Content Security Policy" in said.text and wrong.append(f"{page.url}: {said.text[:200]}")
        ),
    )
    for path in paths:
        answer = page.goto(base + path, wait_until="load")
        if answer is None or answer.status != 200:
            wrong.append(f"{language} {path}: {answer and answer.status}")
        found = page.evaluate("[window.__ran, window.__blocked]")
        seen.append(page.content().count("pwned"))
        wrong += [f"{path} ran script: {one}" for one in found[0]] + [
            f"{path} blocked: {one}" for one in found[1]
        ]
    page.close()
    return wrong


@pytest.mark.nightly
def test_no_text_ever_runs(
    hostile: dict[str, list[str]], real_town: Town, live_server: Any, chromium: Any
) -> None:
    wrong: list[str] = []
    seen: list[int] = []
    for who, paths in hostile.items():
        for language in ("en", "zh-hans") if who != "olga" else ("en",):
            client = Client()
            client.force_login(getattr(real_town, who))
            context = chromium.new_context(viewport={"width": 1280, "height": 900})
            context.add_init_script(WATCH)
            cookies = {"sessionid": client.cookies["sessionid"].value, "django_language": language}
            context.add_cookies(
                [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
            )
            wrong += opened(context, live_server.url, paths, f"{who} {language}", seen)
            context.close()
    assert wrong == []
    assert sum(seen) > 1000  # the texts are there, as texts
    assert sum(bool(one) for one in seen) > 60


def test_the_watch_would_notice(chromium: Any) -> None:
    page = chromium.new_page()
    page.add_init_script(WATCH)
    page.goto("data:text/html,<meta http-equiv=Content-Security-Policy content=\"img-src 'none'\"><p>x</p>")
    page.set_content("<img src=https://evil.example/x><b onclick=pwned()>x</b>")
    page.evaluate("document.querySelector('b').click()")
    assert len(page.evaluate("window.__ran")) == 1
