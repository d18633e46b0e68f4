"""Who will order again: learnt from what was known, scored on what came, and told where it can be told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.forecast import LENGTH, TRUTH, simulated
from regulars.ground import lake
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.ids import new_id
from regulars.ground.lake import journal
from regulars.ground.lake.figures import Point, ask
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.customers.rules import RelationRow
from regulars.loyalty.segments.figures import groups
from regulars.loyalty.segments.rules.forecast import Days, binned, enough, outlook, tried
from regulars.people.accounts import actions as accounts
from regulars.people.accounts.models import Person
from regulars.people.accounts.rules import PersonRow
from tests.town import Town

CROWD = 300


@pytest.fixture
def _own_lake(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.LAKE_URL = f"file://{tmp_path}/lake"
    yield
    journal.close_all()


def told(town: Town, histories: list[Days], until: datetime) -> list[Person]:
    """People of these histories, whose last possible day is that of `until`; the lake knows their orders."""
    refs = [f"crowd-{number}" for number in range(len(histories))]
    keys = accounts.record_people(by=SYSTEM, rows=[PersonRow(ref, name=ref) for ref in refs])
    everybody = Person.objects.in_bulk(list(keys.values()))
    crowd = [everybody[keys[ref]] for ref in refs]
    start = until - timedelta(days=LENGTH)
    facts, relations = [], []
    for person, days in zip(crowd, histories, strict=True):
        moments = [start + timedelta(days=day) for day in days]
        relations.append(RelationRow(town.clay.pk, person.pk, moments[0], moments[-1]))
        facts += [_paid(town, person, at) for at in moments]
    customers.record_relations(by=SYSTEM, rows=relations)
    lake.append("facts", facts, batch_key=new_id("btc"))
    return crowd


def _paid(town: Town, person: Person, at: datetime) -> dict[str, Any]:
    body = {"order": new_id("ord"), "paid_minor": 100, "currency": "CNY", "commission_minor": 5, "lines": []}
    return {
        "seq": 0, "name": "trade.order-paid.v1", "id": new_id("msg"), "at": at, "store": town.clay.public_id,
        "body": orjson.dumps(body).decode(), "person": person.public_id, "ref": None,
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_lake")
def test_a_store_reads_who_will_come_back_and_writes_a_group_of_them(town: Town) -> None:
    now = clock.now()
    crowd = told(town, simulated(Random(2), TRUTH, CROWD), now - timedelta(hours=1))
    found = ask("people.forecast", town.clay, now)
    points: dict[tuple[str, ...], Point] = {point.keys: point for point in found.points}
    assert found.windows == {"days": 90}
    assert points[("buyers",)].value == CROWD
    assert 0 < (points[("coming-back",)].value or 0) < (points[("still-buyers",)].value or 0) < CROWD
    bands = [point for point in found.points if point.keys[0] == "chance"]
    assert sum(int(point.value or 0) for point in bands) == CROWD
    for point in bands:
        assert groups.size(town.clay, point.people, now) == point.value
    silent = {
        "kind": "all",
        "of": [bands[0].people, {"kind": "not", "of": [{"kind": "did", "what": "paid"}]}],
    }
    assert groups.size(town.clay, silent, now) == 0
    likeliest = groups.keys(town.clay, groups.readable(bands[0].people), now)
    assert set(likeliest) < {person.pk for person in crowd}
    said, made = points["trial", "orders", "said"], points["trial", "orders", "made"]
    assert said.value == pytest.approx(made.value, rel=0.4)
    root, plain = points["trial", "root-error", "forecast"], points["trial", "root-error", "plain"]
    assert 0 < (root.value or 0) < (plain.value or 0)


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_lake")
def test_a_young_store_is_told_that_it_is_too_early(town: Town) -> None:
    now = clock.now()
    told(town, simulated(Random(2), TRUTH, 20), now - timedelta(hours=1))
    found = ask("people.forecast", town.clay, now)
    assert found.value is None
    assert [point.keys for point in found.points] == [("buyers",), ("again",), ("days",)]
    likely = {"kind": "is", "attribute": "likely_back", "op": "ge", "value": 1}
    assert groups.size(town.clay, likely, now) == 0


def test_the_trial_knows_nothing_of_the_days_it_is_scored_on() -> None:
    histories = simulated(Random(3), TRUTH, 400)
    cut = LENGTH - 90
    before = [[day for day in each if day <= cut] for each in histories if each[0] <= cut]
    as_then = outlook(before, cut)
    trial = tried(histories, LENGTH)
    assert trial is not None
    assert (trial.orders, trial.back) == (sum(as_then.orders), sum(as_then.back))
    assert trial.made == sum(len(each) for each in histories if each[0] <= cut) - sum(map(len, before))
    other = tried([[day for day in each if day <= cut] for each in histories if each[0] <= cut], LENGTH)
    assert other is not None
    assert (other.orders, other.made, other.came) == (trial.orders, 0, 0)


def test_chances_come_true_as_often_as_they_say() -> None:
    trial = tried(simulated(Random(4), TRUTH, 5_000), LENGTH)
    assert trial is not None
    assert trial.better
    assert trial.orders == pytest.approx(trial.made, rel=0.08)
    assert trial.back == pytest.approx(trial.came, rel=0.06)
    assert [one.said for one in trial.bins] == sorted(one.said for one in trial.bins)
    for one in trial.bins:
        assert one.came == pytest.approx(one.said, abs=0.08)


def test_a_forecast_asks_for_enough_people_orders_and_days() -> None:
    many = [[0, 50]] * 30 + [[10]] * 70
    assert enough(many, 90)
    assert not enough(many, 89)
    assert not enough(many[1:], 90)
    assert not enough([[0, 50]] * 29 + [[10]] * 71, 90)
    assert tried(many, 120) is None


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_parts_are_equally_large_ranked_and_hold_everybody(pairs: list[tuple[float, bool]]) -> None:
    bins = binned([said for said, _ in pairs], [came for _, came in pairs])
    sizes = [one.people for one in bins]
    assert sum(sizes) == len(pairs)
    assert max(sizes) - min(sizes) <= 1
    assert sum(one.people * one.said for one in bins) == pytest.approx(sum(said for said, _ in pairs))
    assert sum(one.people * one.came for one in bins) == pytest.approx(sum(came for _, came in pairs))
    assert all(one.said <= other.said + 1e-12 for one, other in pairwise(bins))
