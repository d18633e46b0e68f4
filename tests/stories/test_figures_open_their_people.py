"""Every point of every figure opens exactly the people it counts, or says why it cannot; and they can be kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bench.forecast import TRUTH, simulated
from regulars.faces.merchant.people.charts import behind
from regulars.ground import lake
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.ground.lake import journal
from regulars.ground.lake.figures import Figure, Point, ask, registry
from regulars.ground.lake.sitting import sitting
from regulars.loyalty.segments import actions
from regulars.loyalty.segments.figures import groups
from tests.faces.operator.acting import plain_static
from tests.loyalty.segments.test_forecast import told
from tests.town import Town, staff

__all__ = ["plain_static"]
CROWD = 120


@pytest.fixture(autouse=True)
def _own_lake(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.LAKE_URL = f"file://{tmp_path}/lake"
    yield
    journal.close_all()


@pytest.fixture
def crowd(town: Town) -> Town:
    """People who ordered over two years, some of whom looked at the store before they did or lately."""
    now, dice = clock.now(), Random(7)
    people = told(town, simulated(Random(2), TRUTH, CROWD), now - timedelta(hours=1))
    ways = ("search-results", "share", "home", "offline", "")
    seen = [
        {
            "id": new_id("bea"), "at": now - timedelta(days=dice.randrange(1, 120)), "name": "view",
            "session": new_id("ses"), "source": dice.choice(ways), "store": town.clay.public_id,
            "person": dice.choice(people).public_id,
        }
        for _view in range(400)
    ]  # fmt: skip
    lake.append("beacons", seen, batch_key=new_id("btc"))
    return town


def counted(point: Point, figure: Figure) -> int | None:
    """How many people a point counts; None for one that counts something else."""
    unit = point.unit or figure.unit
    if unit == "people":
        return int(point.value or 0)
    return round((point.value or 0) * (point.among or 0)) if unit == "share" and point.people else None


def asked(figure: Figure, town: Town, as_of: datetime) -> list[Point]:
    """Every point of a figure over each of its spans."""
    return [
        point for span in figure.spans or (None,) for point in ask(figure.name, town.clay, as_of, span).points
    ]


def test_every_point_counts_the_people_it_opens_or_says_why_not(crowd: Town) -> None:
    seen: dict[str, int] = {}
    moments = (clock.now(), clock.now() - timedelta(days=200))
    with sitting(seconds=300):
        for name, figure, as_of in ((*one, as_of) for one in registry.items() for as_of in moments):
            points = asked(figure, crowd, as_of)
            assert all((point.people is None) != (not point.closed) for point in points), name
            open_ones = {str(place): point for place, point in enumerate(points) if point.people is not None}
            nodes = {place: groups.readable(point.people) for place, point in open_ones.items()}
            sizes = groups.sizes(crowd.clay, nodes, as_of) if nodes else {}
            for place, point in open_ones.items():
                many = counted(point, figure)
                assert many is None or sizes[place] == many, (name, point.keys)
                assert sizes[place] or not point.value, (name, point.keys)
            seen[name] = seen.get(name, 0) + sum(sizes.values())
    nobody = {name for name, many in seen.items() if not many}
    assert nobody == TOO_FEW, "the town must have something to count"


# No message was sent in this town and nobody was asked anything, and twenty of a decade are more than live in it.
TOO_FEW = {"outreach.uplift", "insights.cohorts", "surveys.reasons", "journeys.uplift"}


@pytest.mark.nightly
def test_the_page_behind_a_point_and_the_group_kept_from_it_hold_as_many(crowd: Town) -> None:
    browser, now, mei = Client(), clock.now(), staff(crowd.mei, crowd.clay)
    browser.force_login(crowd.mei)
    for name, figure in sorted(registry.items()):
        points = [
            point
            for point in ask(name, crowd.clay, now).points
            if point.people is not None and counted(point, figure)
        ]
        if not points:
            continue
        fewest = min(points, key=lambda point: counted(point, figure) or 0)
        many = counted(fewest, figure)
        with clock.at(now):
            page = browser.get(behind(crowd.clay, fewest.people)).content.decode()
            assert f"<h1>{many} pe" in page.replace('<h1 class="page-title">', "<h1>"), name
            row = actions.save_segment(by=mei, store=crowd.clay, name=name, definition=fewest.people)
        assert row.size == many, name
    stages = ask("people.stages", crowd.clay, now).points[0]
    past = actions.keep_list(by=mei, store=crowd.clay, name="Kept", definition=stages.people, as_of=now)
    assert past.size == stages.value


@pytest.mark.nightly
def test_a_page_of_a_figure_opens_for_every_figure_of_a_busy_store(crowd: Town) -> None:
    browser = Client()
    browser.force_login(crowd.mei)
    for name in registry:
        answer = browser.get(reverse("desk_figure", args=[crowd.clay.public_id, name]))
        assert answer.status_code == 200, name
        assert answer.content.count(b"data-chart=") >= (name not in NOT_DRAWN), name


NOT_DRAWN = TOO_FEW | {"people.repeat-rate", "sales.kept"}
