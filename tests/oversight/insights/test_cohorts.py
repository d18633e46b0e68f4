"""The figure of cohorts: counted as a person with a pencil would, published once, and proof against subtraction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import NotFound
from regulars.ground.lake import journal
from regulars.ground.lake.figures import Point, ask
from regulars.loyalty.segments.figures import groups
from regulars.oversight.insights import actions, tasks
from regulars.oversight.insights.figures.deeds import counted
from regulars.oversight.insights.models import Release
from regulars.oversight.insights.rules.counts import ANY, BOUGHT, CAME, LOOKED
from regulars.oversight.insights.rules.months import days, last_full, previous, span
from regulars.oversight.insights.rules.picture import read
from regulars.people.accounts import actions as accounts
from regulars.people.accounts.models import Person
from tests.oversight.insights.crowd import Crowd
from tests.town import Town, shopper

NAME = "insights.cohorts"
POTS, WOOL = "teapots", "knitwear"


@pytest.fixture(autouse=True)
def _own_lake(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.LAKE_URL = f"file://{tmp_path}/lake"
    yield
    journal.close_all()


@pytest.fixture
def crowd(town: Town) -> Crowd:
    return Crowd.gathered(town)


def busy(crowd: Crowd) -> dict[str, list[Person]]:
    """At Mei's 30 of 50 people of the nineties buy pots; at each of four others 10 of 50. Many say nothing."""
    mine, silent = crowd.born(1990, 50), crowd.born(None, 60)
    crowd.buy(mine[:30], crowd.town.clay, POTS)
    crowd.look(mine[30:] + silent[:30], crowd.town.clay, WOOL)
    crowd.buy(silent[30:], crowd.town.clay, POTS)
    for store in crowd.others:
        theirs = crowd.born(1990, 50)
        crowd.buy(theirs[:10], store, POTS, off=100)
        crowd.look(theirs[10:], store, WOOL)
        crowd.buy(crowd.born(None, 30), store, POTS)
    return {"mine": mine, "silent": silent}


def points(town: Town, as_of: datetime | None = None) -> dict[tuple[str, ...], Point]:
    return {point.keys: point for point in ask(NAME, town.clay, as_of or clock.now()).points}


@pytest.mark.django_db
def test_shares_here_and_elsewhere_and_the_index(crowd: Crowd) -> None:
    people = busy(crowd)
    crowd.published()
    found = points(crowd.town)
    assert found[CAME, ANY, "1990", "people"].value == 50
    assert found[BOUGHT, POTS, "1990", "own"].value == pytest.approx(0.6)
    assert found[BOUGHT, POTS, "1990", "own"].among == 50
    assert found[BOUGHT, POTS, "1990", "market"].value == pytest.approx(0.2)
    assert found[BOUGHT, POTS, "1990", "index"].value == 3
    behind = groups.keys(crowd.town.clay, groups.readable(found[BOUGHT, POTS, "1990", "own"].people))
    assert set(behind) == {person.pk for person in people["mine"][:30]}
    assert not {decade for _what, _topic, decade, _whose in found} - {"1990"}


@pytest.mark.django_db
def test_what_was_given_back_was_not_bought(crowd: Crowd) -> None:
    busy(crowd)
    mine = [fact for fact in crowd.facts if fact["store"] == crowd.town.clay.public_id][:30]
    for fact in mine[:11]:
        crowd.give_back(fact, crowd.during + timedelta(hours=1))
    crowd.published()
    assert (BOUGHT, POTS, "1990", "own") not in points(crowd.town)
    assert (CAME, ANY, "1990", "people") in points(crowd.town)


@pytest.mark.django_db
def test_counts_are_those_of_a_pencil(crowd: Crowd) -> None:
    """Random people, stores and days, counted in sets."""
    dice = Random(7)
    born = {person: decade for decade in (None, 1970, 1990) for person in crowd.born(decade, 12)}
    stores = [crowd.town.clay, *crowd.others]
    since, until = span(crowd.month, ZoneInfo("UTC"))
    expected: dict[Any, set[tuple[int, int]]] = defaultdict(set)
    for person, decade in born.items():
        for _ in range(dice.randrange(6)):
            store, slug, buys = dice.choice(stores), dice.choice((POTS, WOOL)), dice.random() < 0.5
            at = since + timedelta(days=dice.randrange(-20, 50), seconds=dice.randrange(86_400))
            (crowd.buy if buys else crowd.look)([person], store, slug, at)
            if since <= at < until:
                one, cohort = (store.pk, person.pk), decade or 0
                expected[(CAME, ANY), cohort].add(one)
                expected[(LOOKED, slug), cohort].add(one)
                if buys:
                    expected[(BOUGHT, ANY), cohort].add(one)
                    expected[(BOUGHT, slug), cohort].add(one)
    crowd.told()
    spreads = counted(since, until).spreads
    keys = {store.pk: store.public_id for store in stores}
    assert {cell for cell in spreads if cell[0][0] in (CAME, LOOKED, BOUGHT)} == expected.keys()
    for cell, pairs in expected.items():
        assert spreads[cell].people == len({person for _store, person in pairs})
        shops = {keys[store] for store, _person in pairs}
        assert {name: many for name, (many, _alone) in spreads[cell].stores.items()} == {
            name: sum(keys[store] == name for store, _person in pairs) for name in shops
        }
        for name, (_many, alone) in spreads[cell].stores.items():
            here = {person for store, person in pairs if keys[store] == name}
            elsewhere = {person for store, person in pairs if keys[store] != name}
            assert alone == len(here - elsewhere)


@pytest.mark.django_db
def test_nobody_learns_who_told_or_took_back_a_decade(crowd: Crowd) -> None:
    """The attack: ask, let one person change, ask again and subtract."""
    people = busy(crowd)
    crowd.published()
    before = points(crowd.town)
    accounts.say_decade(by=shopper(people["mine"][0]), decade=None)
    accounts.say_decade(by=shopper(people["silent"][40]), decade=1990)
    late = crowd.born(1990, 25)
    crowd.buy(late, crowd.town.clay, WOOL)
    crowd.told()
    for _again in range(2):
        tasks.publish_cohorts()
    assert points(crowd.town) == before
    with clock.shift(timedelta(hours=1)):
        assert points(crowd.town) == before


@pytest.mark.django_db
def test_windows_cannot_be_subtracted(crowd: Crowd) -> None:
    """The attack: ask as of two days and subtract. A month has one answer, and no deed is in two months."""
    busy(crowd)
    crowd.published()
    first, after = span(crowd.month, ZoneInfo("UTC"))[1], clock.now()
    every = [points(crowd.town, first + (after - first) * part / 5) for part in range(1, 6)]
    assert all(one == every[0] and one for one in every)
    zone = ZoneInfo("Asia/Shanghai")
    month = "2025-11"
    for _ in range(15):
        assert span(month, zone)[1] == span(previous(month, -1), zone)[0]
        month = previous(month, -1)
    assert days("2024-02")[1].day == 29
    assert last_full(datetime(2026, 3, 31, 16, tzinfo=UTC), zone) == "2026-03"
    assert last_full(datetime(2026, 3, 31, 15, 59, tzinfo=UTC), zone) == "2026-02"


@pytest.mark.django_db
def test_a_competitor_cannot_be_read_off_the_market(crowd: Crowd) -> None:
    """The attack: three of four other stores are empty or mine; what is left would be the fourth's own numbers."""
    mine = crowd.born(1990, 50)
    crowd.buy(mine, crowd.town.clay, POTS)
    crowd.buy(crowd.born(None, 30), crowd.town.clay, POTS)
    rival, *helpers = crowd.others
    crowd.buy(crowd.born(1990, 80), rival, POTS)
    for store in helpers:
        crowd.buy(crowd.born(1990, 4) + crowd.born(None, 20), store, POTS)
    picture = crowd.published()
    assert picture.share(BOUGHT, ANY, 1990) == 1
    assert picture.market == {}


@pytest.mark.django_db
def test_a_month_is_published_only_when_it_is_over_and_by_nobody_else(crowd: Crowd) -> None:
    busy(crowd)
    crowd.told()
    with pytest.raises(NotFound):
        actions.publish_month(by=SYSTEM, month=previous(crowd.month, -1))
    with pytest.raises(NotFound):
        actions.publish_month(by=Actor("staff", person_id=crowd.town.mei.pk), month=crowd.month)
    assert not Release.objects.of(crowd.town.clay).exists()
    assert ask(NAME, crowd.town.clay, clock.now()).points == ()


@pytest.mark.django_db
def test_what_was_empty_is_looked_at_again(crowd: Crowd) -> None:
    """A store that brings its history in later is published when there is something to show, once."""
    assert crowd.published().own == {}
    busy(crowd)
    crowd.told()
    tasks.publish_cohorts()
    assert points(crowd.town) == {}
    with clock.shift(timedelta(days=1, minutes=1)):
        actions.publish_month(by=SYSTEM, month=crowd.month)
        row = Release.objects.of(crowd.town.clay).get(month=crowd.month)
        assert read(row.body).people(1990) == 50


@pytest.mark.django_db
def test_groups_do_not_ask_for_a_decade_of_few(crowd: Crowd) -> None:
    """A decade under the floor is unknown to the store's groups too."""
    few, many = crowd.born(1970, 19), crowd.born(1990, 20)
    crowd.buy(few + many, crowd.town.clay, POTS)
    crowd.told()
    sizes = {
        decade: groups.size(
            crowd.town.clay, {"kind": "is", "attribute": "birth_decade", "op": "eq", "value": decade}
        )
        for decade in (1970, 1990)
    }
    assert sizes == {1970: 0, 1990: 20}
