"""The lists of the day's work: as many questions for one row as for many, and no more than twelve."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regulars.faces.merchant.daily import orders as page
from regulars.ground.kit.actors import SYSTEM
from regulars.people.accounts import actions as accounts
from regulars.people.merchants.queries import MARKET_CACHE, market
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries import daily, today
from tests.town import Town, shopper
from tests.trade.orders.shopping import bought, completed, order_in

# Pages that put several lists and sums together may ask a little more.
MORE = {"desk_today": 18, "desk_money": 16}
LISTS = ("desk_orders", "desk_returns", "desk_customers", "desk_money", "desk_statement", "desk_ship")
MOST = 12


def buys(town: Town, number: int) -> None:
    """Somebody new buys twice: one order completes, of the other something should go back."""
    person = accounts.create_person(by=SYSTEM, email=f"p{number}@example.com", name=f"Person {number}")
    by, cup = shopper(person), town.variant(town.cup).public_id
    completed(by, town.mei_at_work(), town.clay, bought(by, {cup: 1}))
    order = order_in(bought(by, {cup: 2}), town.clay)
    orders.ship(by=town.mei_at_work(), store=town.clay, order=order.public_id)
    line = order.lines.get().public_id
    orders.ask_return(by=by, order=order.public_id, lines={line: 1}, kind="refund_only", reason="damaged")
    bought(by, {cup: 1})


def asked(browser: Client, path: str) -> int:
    """How many questions a page puts to the database."""
    cache.set(MARKET_CACHE, market(), 600)
    with CaptureQueriesContext(connection) as found:
        assert browser.get(path).status_code == 200
    return len(found)


@pytest.mark.parametrize("route", [*LISTS, "desk_today"])
def test_a_page_asks_the_same_however_long_the_list(
    town: Town, at_work: Callable[[Any], Client], route: str
) -> None:
    browser, path = at_work(town.mei), reverse(route, args=[town.clay.public_id])
    buys(town, 1)
    asked(browser, path)
    few = asked(browser, path)
    for number in range(2, 6):
        buys(town, number)
    assert asked(browser, path) == few <= MORE.get(route, MOST)


def test_pages_go_on_and_back_without_losing_the_filter(
    town: Town, at_work: Callable[[Any], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    mei = at_work(town.mei)
    for person in (town.alice, town.bob, town.ravi):
        bought(shopper(person), {town.variant(town.cup).public_id: 1})
    usual = page.orders_of
    monkeypatch.setattr(page, "orders_of", lambda *a, size, **k: usual(*a, size=2, **k))
    first = mei.get(reverse("desk_orders", args=[town.clay.public_id]), {"state": "to-ship", "period": "7"})
    link = _next(first.content.decode())
    assert "state=to-ship" in link
    assert "period=7" in link
    second = mei.get(reverse("desk_orders", args=[town.clay.public_id]) + link).content.decode()
    assert sum(name in second for name in ("Alice", "Bob", "Ravi")) == 1
    assert 'rel="prev"' in second


def _next(page: str) -> str:
    before = page.split('rel="next" href="')[1]
    return before.split('"')[0].replace("&amp;", "&")


@pytest.mark.parametrize(
    "query", ["?cursor=x", "?since=x&until=9999-99-99", "?state=nope&sort=nope", "?q=%00", "?period=1e9"]
)
def test_addresses_that_were_tampered_with_break_nothing(
    town: Town, at_work: Callable[[Any], Client], query: str
) -> None:
    mei = at_work(town.mei)
    for route in LISTS:
        answer = mei.get(reverse(route, args=[town.clay.public_id]) + query)
        assert answer.status_code in {200, 400}


def test_todays_figures_are_those_of_the_floor(town: Town) -> None:
    order = order_in(bought(shopper(town.alice), {town.variant(town.cup).public_id: 2}), town.clay)
    line = order.lines.get().public_id
    orders.refund_lines(by=town.mei_at_work(), store=town.clay, order=order.public_id, lines={line: 1})
    figures = {figure.key: figure.value for figure in today(town.clay)}
    last = daily(town.clay, 14)[-1]
    assert (last.orders, last.sales_minor, last.refunds_minor) == (
        figures["orders_paid"],
        figures["sales"],
        figures["refunds"],
    )
    assert last.refunds_minor > 0
