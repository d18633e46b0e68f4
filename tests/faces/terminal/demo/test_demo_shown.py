"""A new town's log: lists its own engine made for its people, what they opened of them, and what they looked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from regulars.discovery.decisions.actions import flush
from regulars.discovery.decisions.queries import recent_decisions
from regulars.discovery.ranking import actions as placing
from regulars.discovery.ranking.rules import STANDARD
from regulars.discovery.recommend.queries import arrivals, place
from regulars.discovery.search.figures import looked_for
from regulars.discovery.search.queries import search
from regulars.faces.terminal.demo.events import Page, Visit
from regulars.faces.terminal.demo.opening import Market
from regulars.faces.terminal.demo.trails import Trails
from regulars.faces.terminal.demo.world import Town
from regulars.ground import lake
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.lake import journal
from tests import town as cast

PEOPLE = ("alice", "bob")


@pytest.fixture
def home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    flush()  # what pages of other tests decided does not belong here
    settings.LAKE_URL, settings.REGULARS_HOME = f"file://{tmp_path}/lake", tmp_path
    monkeypatch.setattr(arrivals, "_read", {})
    yield tmp_path
    journal.close_all()


def visits(now: datetime, products: list[str]) -> Iterator[Visit]:
    """Twelve days in which everybody opens the first page, looks for a teapot and opens what they like."""
    for day in range(12, 0, -1):
        for number, person in enumerate(PEOPLE):
            at = now - timedelta(days=day - 0.5) + timedelta(hours=number)
            session = f"s{day}{person}"
            pages: list[tuple[Page, str, str]] = [
                ("home", "", ""),
                ("product", products[number], ""),
                ("search", "", "teapot"),
                ("product", products[0], ""),
            ]
            for step, (page, target, query) in enumerate(pages):
                moment = at + timedelta(minutes=step)
                yield Visit(moment, person, person, session, page, target, query, "direct", "phone", 20)


@pytest.fixture
def walked(demo_town: Town, town: cast.Town, home: Path, monkeypatch: pytest.MonkeyPatch) -> datetime:
    now = clock.now()
    with clock.at(now - timedelta(days=30)):
        placing.publish(by=SYSTEM, book=STANDARD)
    keys = [item.key for item in demo_town.goods.by_store["purple-clay-house"][:2]]
    market = Market(
        people={"alice": town.alice.pk, "bob": town.bob.pk},
        stores={"purple-clay-house": town.clay},
        products=dict(zip(keys, (town.teapot, town.cup), strict=True)),
    )
    trails = Trails(demo_town, market)
    for event in visits(now, keys):
        trails.see(event)
    trails.write()
    return now


def test_lists_are_made_by_the_engine_for_those_who_came(walked: datetime, town: cast.Town) -> None:
    made = list(recent_decisions(walked - timedelta(days=12), walked, 500))
    model = place.model()
    assert model is not None
    assert {one.model for one in made} == {model.card.version}
    assert {one.rulebook for one in made} == {"1"}
    assert {one.person for one in made} == {town.alice.public_id, town.bob.public_id}
    assert {one.spot for one in made} == {"home.for-you", "search.results"}
    shown = [option for one in made for option in one.shown]
    assert all(0 < option.propensity <= 1 and option.parts for option in shown)
    assert all(one.at > datetime.fromisoformat(model.card.until) for one in made)
    # What followed can be told of those older than a week, what would be placed now of those of the last day.
    assert [one for one in made if one.at < walked - timedelta(days=7)]
    assert {one.spot for one in made if one.at > walked - timedelta(days=1)} == {
        "home.for-you",
        "search.results",
    }


def test_what_was_opened_next_was_opened_from_the_list_it_stood_in(walked: datetime, town: cast.Town) -> None:
    made = {one.id: one for one in recent_decisions(walked - timedelta(days=12), walked, 500)}
    rows = lake.connection().con.sql("SELECT name, ref, props FROM beacons").to_arrow_table().to_pylist()
    named = [row | {"decision": orjson.loads(row["props"]).get("decision")} for row in rows]
    clicks = [row for row in named if row["name"] == "click" and row["decision"]]
    assert clicks
    for row in clicks:
        assert row["ref"] in {option.product for option in made[row["decision"]].shown}
    assert {row["decision"] for row in named if row["name"] == "impression"} == set(made)


def test_what_was_looked_for_is_told_with_what_was_found(walked: datetime) -> None:
    found = looked_for(walked - timedelta(days=30), walked, floor=2)
    words = {one.words: one for one in found.words}
    assert words["teapot"].times == 24
    assert words["teapot"].hits == search("teapot").total > 0
    assert 12 < words["teapot"].clicked < 24
