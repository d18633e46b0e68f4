"""The morning's work: many orders at once, deadlines as people say them, customers found by more than a name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from regulars.faces.merchant.daily import dues
from regulars.faces.merchant.daily.contact import address_lines
from regulars.faces.merchant.daily.money import period_said
from regulars.ground.kit import clock
from regulars.ground.kit.queries import audit_trail
from regulars.loyalty.customers import actions as customers
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries import carriers_of
from tests.town import Town, shopper
from tests.trade.orders.shopping import bought, order_in

Work = Callable[[Any], Any]
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)  # a Sunday, eleven in the morning in Shanghai


def paid(town: Town, *people: Any) -> list[Any]:
    """A paid order of each person."""
    cup = town.variant(town.cup).public_id
    return [order_in(bought(shopper(person), {cup: 1}), town.clay) for person in people]


def states(*rows: Any) -> list[str]:
    """The orders' states now."""
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


def test_many_parcels_arrive_at_once_and_the_one_that_cannot_is_named(town: Town, at_work: Work) -> None:
    desk, place = at_work(town.mei), reverse("desk_orders_many", args=[town.clay.public_id])
    first, second, third = paid(town, town.alice, town.bob, town.ravi)
    for row in (first, second):
        orders.ship(by=town.mei_at_work(), store=town.clay, order=row.public_id)
    page = desk.get(reverse("desk_orders", args=[town.clay.public_id]) + "?state=shipped").content.decode()
    assert "Mark as delivered" in page
    ids = [row.public_id for row in (first, second, third)]
    page = desk.send(place, {"ids": ids, "bulk": "deliver"}, follow=True).content.decode()
    assert states(first, second, third) == ["delivered", "delivered", "paid"]
    assert "2 orders are delivered." in page
    assert f"#{third.public_id[-8:].upper()}" in page
    assert audit_trail(town.clay.pk, "orders.deliver_many").get().note == {"done": 2, "refused": 1}


def test_packing_begins_for_many(town: Town, at_work: Work) -> None:
    place = reverse("desk_orders_many", args=[town.clay.public_id])
    first, second = paid(town, town.alice, town.bob)
    ids = [first.public_id, second.public_id]
    page = at_work(town.mei).send(place, {"ids": ids, "bulk": "accept"}, follow=True).content.decode()
    assert states(first, second) == ["processing", "processing"]
    assert "Packing has begun for 2 orders." in page


@pytest.mark.parametrize("bulk", ["deliver", "accept"])
def test_only_those_who_work_on_orders_do_many(town: Town, at_work: Work, bulk: str) -> None:
    (order,) = paid(town, town.alice)
    place = reverse("desk_orders_many", args=[town.clay.public_id])
    assert at_work(town.lin).send(place, {"ids": [order.public_id], "bulk": bulk}).status_code == 403
    stranger = at_work(town.ravi).send(
        reverse("desk_orders_many", args=[town.cashmere.public_id]), {"ids": [order.public_id], "bulk": bulk}
    )
    assert stranger.status_code == 303
    assert states(order) == ["paid"]


def test_the_carrier_used_most_is_proposed(town: Town, at_work: Work) -> None:
    rows = paid(town, town.alice, town.bob, town.ravi, town.olga)
    for row, carrier in zip(rows[:3], ("ZTO", "SF Express", "SF Express"), strict=True):
        orders.ship(by=town.mei_at_work(), store=town.clay, order=row.public_id, carrier=carrier)
    assert carriers_of(town.clay) == ["SF Express", "ZTO"]
    assert carriers_of(town.cashmere) == []
    page = at_work(town.mei).get(reverse("desk_ship", args=[town.clay.public_id])).content.decode()
    assert 'value="SF Express"' in page


@pytest.mark.parametrize(
    ("hours", "english", "chinese", "kind"),
    [
        (-30, "Late since yesterday", "逾期", "bad"),
        (5, "Ship today by 4:00", "今天 16:00 前发货", "warn"),
        (20, "Ship by tomorrow", "明天", ""),
        (60, "Ship by Tuesday", "星期二", ""),
        (24 * 9, "Ship by Dec 1, 2026", "2026年12月1日", ""),
    ],
)
def test_deadlines_are_said_as_people_say_them(
    town: Town, hours: int, english: str, chinese: str, kind: str
) -> None:
    with clock.at(NOW):
        with translation.override("en"):
            due = dues.to_ship(NOW + timedelta(hours=hours))
        assert due.text.startswith(english)
        assert due.kind == kind
        with translation.override("zh-hans"):
            assert chinese in dues.to_ship(NOW + timedelta(hours=hours)).text


@pytest.mark.parametrize(
    ("hour", "hello"), [(0, "Good morning"), (8, "Good afternoon"), (14, "Good evening")]
)
def test_the_workbench_says_hello_by_the_markets_clock(
    town: Town, at_work: Work, hour: int, hello: str
) -> None:
    with clock.at(NOW.replace(hour=hour)):
        page = at_work(town.mei).get(reverse("desk_today", args=[town.clay.public_id])).content.decode()
    assert f"{hello}, Mei" in page
    assert "Sunday, November 22" in page


def test_an_address_names_its_country_and_no_town_twice() -> None:
    lines = {
        "recipient": "Lin",
        "street": "Old Ferry Road 1",
        "city": "Tianjin",
        "region": "Tianjin",
        "country": "CN",
    }
    with translation.override("en"):
        assert address_lines(lines) == ["Lin", "Old Ferry Road 1", "Tianjin", "China"]
    with translation.override("zh-hans"):
        assert address_lines(lines)[-1] == "中国"
    assert address_lines({"country": "Atlantis"}) == ["Atlantis"]


def test_a_payouts_period_is_a_day_where_it_is_one(town: Town) -> None:
    with translation.override("en"):
        assert period_said("2026-11-15") == "Nov 15, 2026"
        assert period_said("first") == "first"


def test_customers_are_narrowed_and_taken_along_so(town: Town, at_work: Work) -> None:
    desk, place = at_work(town.mei), reverse("desk_customers", args=[town.clay.public_id])
    paid(town, town.alice)
    customers.follow(by=shopper(town.bob), store=town.clay)
    consent = {"store": town.clay, "purpose": "news", "channel": "email", "wording": "v1", "place": "store"}
    customers.give_consent(by=shopper(town.bob), **consent)
    for query, there, gone in (
        ("origin=follow", "Bob", "Alice"),
        ("origin=order", "Alice", "Bob"),
        ("allows=email", "Bob", "Alice"),
    ):
        page = desk.get(f"{place}?{query}").content.decode()
        assert there in page
        assert f">{gone}<" not in page
        table = b"".join(desk.get(f"{place}list.csv?{query}").streaming_content).decode()
        assert there in table
        assert gone not in table
    with clock.shift(timedelta(days=40)):
        assert "Nobody matches" in desk.get(f"{place}?seen=30").content.decode()
        assert "Alice" in desk.get(f"{place}?seen=90").content.decode()


def test_a_tracking_number_that_comes_later_is_added_until_the_parcel_arrives(
    town: Town, at_work: Work
) -> None:
    desk, (row,) = at_work(town.mei), paid(town, town.alice)
    orders.ship(by=town.mei_at_work(), store=town.clay, order=row.public_id)
    page = reverse("desk_order", args=[town.clay.public_id, row.public_id])
    assert "Add the tracking number" in desk.get(page).content.decode()
    place = reverse("desk_order_parcel", args=[town.clay.public_id, row.public_id])
    desk.send(place, {"carrier": "SF", "tracking": "SF4711"})
    assert "SF4711" in desk.get(page).content.decode()
    alice = Client()
    alice.force_login(town.alice)
    assert "SF4711" in alice.get(reverse("order", args=[row.group.public_id])).content.decode()
    orders.deliver(by=town.mei_at_work(), store=town.clay, order=row.public_id)
    assert desk.send(place, {"carrier": "SF", "tracking": "SF0"}).status_code == 409
    assert row.shipments.get().tracking == "SF4711"
