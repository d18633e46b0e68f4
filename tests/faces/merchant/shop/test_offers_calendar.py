"""Mei looks at her month: what runs, what it cost, what comes, what shares goods."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from regulars.faces.merchant.shop.offers.weeks import Bar, monday, weeks
from regulars.goods.catalog.models import Variant
from regulars.ground.kit import clock
from regulars.trade.drops.actions import plan_drop
from tests.town import Town
from tests.trade.drops.dropping import fields
from tests.trade.orders.shopping import bought, off, offer, shopper

Work = Callable[[Any], Any]
DAY = date(2026, 5, 1)
days = st.integers(-40, 40).map(lambda n: DAY + timedelta(days=n))


@given(st.lists(st.tuples(days, st.integers(0, 60)), max_size=12))
def test_every_day_of_every_bar_has_one_place(rows: list[tuple[date, int]]) -> None:
    bars = [Bar(start, start + timedelta(days=more), n) for n, (start, more) in enumerate(rows)]
    first, last = DAY, DAY + timedelta(days=30)
    seen: dict[int, set[date]] = {bar.of: set() for bar in bars}
    for week in weeks(bars, first, last, rows=99):
        taken: set[tuple[int, int]] = set()
        for piece in week.pieces:
            for column in range(piece.column, piece.column + piece.span):
                assert (piece.row, column) not in taken
                taken.add((piece.row, column))
                seen[piece.of].add(week.days[column - 1])
    whole = {monday(first) + timedelta(days=n) for n in range((last - monday(first)).days + 7)}
    for bar in bars:
        everything = {bar.first + timedelta(days=n) for n in range((bar.last - bar.first).days + 1)}
        shown = {day for day in everything if monday(first) <= day <= monday(last) + timedelta(days=6)}
        assert seen[bar.of] == shown <= whole


def test_what_has_no_row_is_counted() -> None:
    bars = [Bar(DAY, DAY, n) for n in range(5)]
    (week,) = weeks(bars, DAY, DAY, rows=3)
    assert (len(week.pieces), week.more) == (3, 2)


@pytest.fixture
def place(town: Town) -> str:
    """Address of Mei's offers."""
    return f"/desk/{town.clay.public_id}/offers/"


def test_the_month_shows_what_runs_what_it_cost_and_what_comes(town: Town, at_work: Work, place: str) -> None:
    mei, now = town.mei_at_work(), clock.now()
    offer(mei, town.clay, "spend-and-save", off(500, 1000), title="Five off")
    offer(
        mei,
        town.clay,
        "store-coupon",
        off(900),
        title="Later",
        claimable=True,
        starts_at=now + timedelta(days=3),
    )
    offer(town.ravi_at_work(), town.cashmere, "spend-and-save", off(500), title="Wool week")
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 4})
    page = unescape(at_work(town.mei).get(place).content.decode())
    now_part, next_part = page.split("Starts next")[0], page.split("Starts next")[1].split("<section")[0]
    assert "Five off" in now_part
    assert "CN¥5.00" in now_part
    assert "taken off in 1 order" in now_part
    assert "shares goods with another offer" in now_part
    assert "Five off, Later · with one another" in page
    assert "Later" in next_part
    assert "Wool week" not in page
    assert "bar tone-save bar-running" in page


@pytest.mark.parametrize(
    "query", ["?from=2031-99-99", "?from=9999-01-01", "?view=week", "?view=odd", "?from=x"]
)
def test_any_address_leads_to_a_calendar(town: Town, at_work: Work, place: str, query: str) -> None:
    answer = at_work(town.mei).get(place + query)
    assert answer.status_code == 200
    assert "calendar-title" in answer.content.decode()


def test_another_month_is_turned_to(town: Town, at_work: Work, place: str) -> None:
    far = (clock.now() + timedelta(days=70)).replace(hour=4)
    offer(
        town.mei_at_work(), town.clay, "spend-and-save", off(500), title="Far away", starts_at=far,
        ends_at=far + timedelta(days=2),
    )  # fmt: skip
    desk = at_work(town.mei)
    assert "Far away" not in desk.get(place).content.decode()
    assert "Far away" in desk.get(f"{place}?from={far.date()}").content.decode()


def test_an_empty_store_is_told_what_offers_are_for(town: Town, at_work: Work, place: str) -> None:
    assert "Give people a reason to come back" in at_work(town.mei).get(place).content.decode()


def test_the_page_asks_the_same_for_many_offers_and_needs_the_right(
    town: Town, at_work: Work, place: str
) -> None:
    mei, desk = town.mei_at_work(), at_work(town.mei)
    offer(mei, town.clay, "spend-and-save", off(500), title="One")
    desk.get(place)
    with CaptureQueriesContext(connection) as few:
        desk.get(place)
    for n in range(15):
        offer(mei, town.clay, "spend-and-save", off(500), title=f"More {n}")
    with CaptureQueriesContext(connection) as many:
        desk.get(place)
    assert len(many) == len(few) <= 13
    assert at_work(town.lin).get(place).status_code == 403
    assert at_work(town.ravi).get(place).status_code == 404


def test_what_is_alike_is_said_once(town: Town, at_work: Work, place: str) -> None:
    mei = town.mei_at_work()
    for name in ("One", "Two", "Three", "Four", "Five"):
        offer(mei, town.clay, "spend-and-save", off(500), title=name)
    cups = {"scope": {"by": "product", "ids": [town.cup.public_id]}}
    pots = {"scope": {"by": "product", "ids": [town.teapot.public_id]}}
    for name, scope in (("Cups", cups), ("Pots", pots)):
        offer(mei, town.clay, "item-price", {"fixed_minor": 4000} | scope, title=name)
    page = unescape(at_work(town.mei).get(place).content.decode())
    box = page.split('class="sharing"')[1].split("</details>")[0]
    assert box.count("<li>") == 3
    assert "Five, Four, One and 2 more · with one another · with Cups, Pots" in box
    assert page.count("with one another") == 1


def test_the_page_that_is_open_is_marked_in_the_side_list(town: Town, at_work: Work, place: str) -> None:
    desk = at_work(town.mei)
    for part in ("", "drops/", "presales/", "lotteries/", "services/", "guard/"):
        page = desk.get(place + part).content.decode()
        marked = re.findall(r'<a[^>]*href="([^"]*)"[^>]*aria-current="page"', page)
        assert f"{place}{part}" in marked, part
        assert sum(f"{place}{other}" in marked for other in ("", "drops/", "guard/", "services/")) <= 1


def test_everything_a_store_can_offer_is_one_step_from_here(town: Town, at_work: Work, place: str) -> None:
    for query in ("", "?state="):
        page = at_work(town.mei).get(place + query).content.decode()
        for kind in ("drops", "presales", "lotteries", "services", "agreements", "across", "guard"):
            assert f'href="{place}{kind}/"' in page


def test_the_draft_of_a_drop_tells_what_its_price_would_do(town: Town, at_work: Work, place: str) -> None:
    cup = town.variant(town.cup)
    Variant.objects.across_stores("a cost for the guard").filter(pk=cup.pk).update(
        cost_minor=cup.price_minor // 2
    )
    mei, desk = town.mei_at_work(), at_work(town.mei)
    said = {
        1: "1 variant can fall under its cost",
        cup.price_minor - 1: "nothing falls under its cost because of this",
    }
    for minor, words in said.items():
        row = plan_drop(by=mei, store=town.clay, fields=fields(town, price_minor=minor))
        looked = reverse("desk_plan_check", args=[town.clay.public_id, row.public_id])
        assert f'href="{looked}"' in desk.get(f"{place}drops/{row.public_id}/").content.decode()
        assert words in unescape(desk.get(looked).content.decode())
