"""What Ravi knits to order in the demo town: asked, on the needles, late with a credit, worn."""

from __future__ import annotations

from datetime import timedelta

import pytest

from regulars.faces.terminal.demo.made_to_order import LINE, make_to_order
from regulars.faces.terminal.demo.opening import Market
from regulars.faces.terminal.demo.world import Town
from regulars.ground.kit import clock
from regulars.trade.agreements import queries
from regulars.trade.agreements.models import Agreement, Credit
from regulars.trade.orders.models import Order
from tests import town as cast
from tests.trade.orders.shopping import books_are_right


@pytest.mark.django_db
def test_the_town_has_one_of_each(demo_town: Town, town: cast.Town) -> None:
    market = Market(
        people={"alice": town.alice.pk},
        stores={"cashmere-to-measure": town.cashmere},
        products={f"{LINE}/camel": town.sweater},
    )
    midday = clock.midnight(demo_town.today, queries.standing.zone()) + timedelta(hours=12)
    with clock.at(midday):
        make_to_order(demo_town, market)
        rows = list(Agreement.objects.of(town.cashmere).order_by("-asked_at"))
        assert [one.state for one in rows] == ["asked", "signed", "signed", "accepted"]
        late = queries.now_of(rows[2])
        assert late.turn is not None
        assert (late.turn.milestone.kind, late.late_days) == ("make", 8)
        assert late.credit_minor == 24_000
        assert [one.amount_minor for one in Credit.objects.of(town.cashmere)] == [12_000]
        assert queries.now_of(rows[1]).credit_minor == 0
    assert Order.objects.of(town.cashmere).get().state == "confirmed"
    books_are_right()
