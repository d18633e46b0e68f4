"""Mei's customers and Mei's money."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.ids import new_id
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.customers.models import Note, Relation
from regulars.people.accounts.models import Person
from regulars.people.merchants import actions as merchants
from regulars.trade.offers import actions as offers
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries import statement_from_events
from regulars.trade.settlement.queries import statement, store_balances
from tests.town import Town, shopper
from tests.trade.orders.shopping import bought, completed, off, offer, order_in


@pytest.fixture(autouse=True)
def _plain_static(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def mei(town: Town) -> Client:
    browser = Client()
    browser.force_login(town.mei)
    return browser


def read(browser: Client, town: Town, route: str, *args: str, **query: str) -> str:
    """A page of Mei's store."""
    answer = browser.get(reverse(route, args=[town.clay.public_id, *args]), query)
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return body.decode("utf-8-sig")


def table(text: str) -> list[list[str]]:
    """The rows of a CSV."""
    return list(csv.reader(io.StringIO(text)))


def test_who_was_won_appears_with_where_they_came_from(town: Town, mei: Client) -> None:
    customers.touch(by=shopper(town.alice), store=town.clay, person_id=town.alice.pk, origin="share")
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 2})
    page = read(mei, town, "desk_customers")
    assert "Alice" in page
    assert "A shared link" in page
    assert "Bought once" in page
    assert "alice@example.com" not in page
    assert "a***e@e***.com" in page
    relation = Relation.objects.of(town.clay).get(person=town.alice)
    one = read(mei, town, "desk_customer", relation.public_id)
    assert "A shared link" in one
    assert "alice@example.com" not in one
    assert "Alice" in read(mei, town, "desk_customers", group="buyers")
    assert "Alice" not in read(mei, town, "desk_customers", group="visitors")


def test_a_note_is_kept_and_only_here(town: Town, mei: Client) -> None:
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    bought(shopper(town.alice), {town.variant(town.sweater).public_id: 1})
    mine = Relation.objects.of(town.clay).get(person=town.alice)
    path = reverse("desk_customer_note", args=[town.clay.public_id, mine.public_id])
    empty = mei.post(path, {"text": "  ", "idempotency_key": new_id("key")})
    assert empty.status_code == 422
    assert not Note.objects.of(town.clay).exists()
    assert mei.post(path, {"text": "Likes <dark> clay.", "idempotency_key": new_id("key")}).status_code == 303
    page = read(mei, town, "desk_customer", mine.public_id)
    assert "Likes" in page
    assert "<dark>" not in page
    assert "Round-neck sweater" not in page
    ravi = Client()
    ravi.force_login(town.ravi)
    theirs = Relation.objects.of(town.cashmere).get(person=town.alice)
    other = ravi.get(reverse("desk_customer", args=[town.cashmere.public_id, theirs.public_id]))
    assert other.status_code == 200
    assert "Likes" not in other.content.decode()


def test_notes_are_for_those_who_work_with_customers(town: Town, mei: Client) -> None:
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    merchants.employ(by=SYSTEM, store=town.clay, person=town.bob, role="warehouse")
    mine = Relation.objects.of(town.clay).get(person=town.alice)
    path = reverse("desk_customer_note", args=[town.clay.public_id, mine.public_id])
    for person, expected in ((town.lin, 303), (town.bob, 403), (town.ravi, 404)):
        browser = Client()
        browser.force_login(person)
        sent = browser.post(path, {"text": f"By {person.name}", "idempotency_key": new_id("key")})
        assert sent.status_code == expected
    assert [note.by_id for note in Note.objects.of(town.clay)] == [town.lin.pk]
    assert "By Lin" in read(mei, town, "desk_customer", mine.public_id)


def test_only_the_stores_own_coupons_are_shown(town: Town, mei: Client) -> None:
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    for by, store, title in (
        (town.mei_at_work(), town.clay, "Thank you coupon"),
        (town.ravi_at_work(), town.cashmere, "Cashmere coupon"),
    ):
        made = offer(by, store, "store-coupon", off(500), title=title, claimable=True)
        offers.claim(by=shopper(town.alice), offer=made.public_id)
    mine = Relation.objects.of(town.clay).get(person=town.alice)
    page = read(mei, town, "desk_customer", mine.public_id)
    assert "Thank you coupon" in page
    assert "Cashmere coupon" not in page


def test_tables_to_take_away_run_no_formulas(town: Town, mei: Client) -> None:
    Person.objects.filter(pk=town.alice.pk).update(name='=HYPERLINK("http://evil.example","x")')
    bought(shopper(town.alice), {town.variant(town.cup).public_id: 1})
    for route in ("desk_orders_csv", "desk_customers_csv"):
        rows = table(read(mei, town, route))
        cells = [cell for row in rows[1:] for cell in row]
        assert any("HYPERLINK" in cell for cell in cells)
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
        assert not any("alice@example.com" in cell for cell in cells)


def test_the_table_holds_what_the_list_shows(town: Town, mei: Client) -> None:
    for person in (town.alice, town.bob):
        bought(shopper(person), {town.variant(town.cup).public_id: 1})
    sent = order_in(bought(shopper(town.ravi), {town.variant(town.cup).public_id: 1}), town.clay)
    orders.ship(by=town.mei_at_work(), store=town.clay, order=sent.public_id)
    assert len(table(read(mei, town, "desk_orders_csv"))) == 4
    assert [row[0] for row in table(read(mei, town, "desk_orders_csv", state="shipped"))[1:]] == [
        sent.public_id
    ]
    assert len(table(read(mei, town, "desk_orders_csv", q="Alice"))) == 2


def test_the_statement_is_what_the_orders_say(town: Town, mei: Client) -> None:
    offer(town.mei_at_work(), town.clay, "spend-and-save", off(1000, 20000))
    for person in (town.alice, town.bob):
        group = bought(shopper(person), {town.variant(town.teapot).public_id: 2})
        completed(shopper(person), town.mei_at_work(), town.clay, group)
    given = order_in(group, town.clay)
    orders.refund_lines(
        by=town.mei_at_work(), store=town.clay, order=given.public_id, lines={given.lines.get().public_id: 1}
    )
    said = sum(item.amount_minor for item in statement_from_events(town.clay, "CNY"))
    day = clock.now()
    booked = statement(town.clay, "CNY", day - timedelta(days=2), day + timedelta(days=2))
    assert booked.opening_minor + sum(row.amount_minor for row in booked.rows) == booked.closing_minor
    assert said == booked.closing_minor == store_balances(town.clay.pk)["CNY"]["payable"] > 0
    since, until = (day - timedelta(days=2)).date(), (day + timedelta(days=2)).date()
    span = {"since": since.isoformat(), "until": until.isoformat()}
    page = read(mei, town, "desk_statement", **span)
    assert f"{said / 100:,.2f}" in page
    assert given.public_id in page
    rows = table(read(mei, town, "desk_statement_csv", **span))
    moved = sum(float(row[4] or 0) - float(row[5] or 0) for row in rows[2:-1])
    assert round(moved * 100) == said
    assert rows[-1][6] == f"{said / 100:.2f}"


def test_money_says_what_is_owed_and_what_waits(town: Town, mei: Client) -> None:
    done = bought(shopper(town.alice), {town.variant(town.teapot).public_id: 1})
    completed(shopper(town.alice), town.mei_at_work(), town.clay, done)
    waits = order_in(bought(shopper(town.bob), {town.variant(town.cup).public_id: 1}), town.clay)
    other = bought(shopper(town.bob), {town.variant(town.sweater).public_id: 1})
    page = read(mei, town, "desk_money")
    balance = store_balances(town.clay.pk)["CNY"]
    assert f"{balance['payable'] / 100:,.2f}" in page
    assert f"{balance['held'] / 100:,.2f}" in page
    assert waits.public_id in page
    assert "The order is not complete yet." in page
    assert order_in(other, town.cashmere).public_id not in page
    assert "5 %" in page


def test_a_new_store_is_shown_the_way(town: Town, mei: Client) -> None:
    assert "The way to your first sale" in read(mei, town, "desk_today")
    for route in (
        "desk_orders",
        "desk_returns",
        "desk_customers",
        "desk_money",
        "desk_statement",
        "desk_ship",
    ):
        read(mei, town, route)
