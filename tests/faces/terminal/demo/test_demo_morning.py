"""What a newcomer finds on the first morning: a coupon nobody took, and returns to decide."""

from __future__ import annotations

from datetime import timedelta

import pytest

from regulars.faces.terminal.demo.content import read
from regulars.faces.terminal.demo.events import Claim, Event
from regulars.faces.terminal.demo.opening import Market, text_of_city
from regulars.faces.terminal.demo.waiting import leave_waiting
from regulars.faces.terminal.demo.world import Town
from regulars.ground.kit import clock
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import Return
from tests import town as cast
from tests.faces.terminal.demo.telling import of
from tests.trade.orders.shopping import bought, order_in


def test_mei_has_a_coupon_that_nobody_took_yet(demo_town: Town, told: list[Event]) -> None:
    fresh = demo_town.offers.coupons["fresh/purple-clay-house"]
    assert fresh.audience == "everyone"
    assert fresh.window.holds(demo_town.today)
    assert not [claim for claim in of(Claim, told) if claim.offer == fresh.key]


def test_stores_name_their_city_as_people_do(demo_town: Town) -> None:
    cities = {text_of_city(store.city) for store in demo_town.stores.values()}
    assert "Yixing" in cities
    assert all(city[0].isupper() for city in cities)


@pytest.mark.django_db
def test_returns_wait_for_a_decision(town: cast.Town) -> None:
    """Two orders of Mei's arrived some days ago: of one goods come back, of the other somebody asks for money."""
    now = clock.now()
    cup = town.variant(town.cup).public_id
    with clock.at(now - timedelta(days=4)):
        rows = [
            order_in(bought(cast.shopper(one), {cup: 1}), town.clay)
            for one in (town.ravi, town.olga, town.alice)
        ]
        for row in rows:
            orders.ship(by=town.mei_at_work(), store=town.clay, order=row.public_id)
            orders.deliver(by=town.mei_at_work(), store=town.clay, order=row.public_id)
    people = {"alice": town.alice.pk, "bob": town.bob.pk, "mei": town.mei.pk}
    market = Market(people=people, stores={"purple-clay-house": town.clay})
    planned = [row for row in read("returns")["waiting"] if row["store"] == "purple-clay-house"]
    assert leave_waiting(market) == len(planned) == 2
    backs = Return.objects.of(town.clay).order_by("state")
    assert [back.state for back in backs] == ["accepted", "asked"]
    assert town.alice.pk not in {back.order.person_id for back in backs}
    assert all(back.text for back in backs)
