"""In the demo town Mei's calendar is alive: offers over, running, to come, stopped, and one draft."""

from __future__ import annotations

from collections import Counter

import pytest

from regulars.faces.terminal.demo.opening import Market, morning
from regulars.faces.terminal.demo.studio import ROWS, fill_studio
from regulars.faces.terminal.demo.world import Town
from regulars.ground.kit import clock
from regulars.trade.offers.models import Code, Offer
from regulars.trade.offers.queries import state_of
from tests import town as cast


@pytest.mark.django_db
def test_the_calendar_is_alive(demo_town: Town, town: cast.Town) -> None:
    people = {"mei": town.mei.pk}
    with clock.at(morning(demo_town.today, hour=12)):
        fill_studio(demo_town, Market(people=people, stores={"purple-clay-house": town.clay}))
        made = list(Offer.objects.filter(store=town.clay))
        states = Counter(map(state_of, made))
    assert len(made) == len(ROWS)
    assert states == {"running": 3, "planned": 2, "ended": 1, "stopped": 1, "draft": 1}
    assert len({one.kind for one in made}) == 5
    assert Code.objects.get().cap == 500
