"""What a message brought, read from what people really paid: kept orders, after discounts and refunds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest

from regulars.ground import lake
from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.ground.lake import journal
from regulars.ground.lake.figures import ask, members_of
from regulars.loyalty.outreach import queries
from regulars.loyalty.outreach.figures.uplift import uplift
from regulars.loyalty.outreach.models import Campaign, Contact
from regulars.loyalty.outreach.rules.verdict import side, verdict
from regulars.loyalty.segments.figures import groups
from regulars.people.accounts.models import Person
from tests.loyalty.outreach.writing import NOON, group, message, people
from tests.town import Town

BEFORE, AFTER = NOON - timedelta(days=20), NOON + timedelta(days=3)
COMMISSION = 5


@pytest.fixture(autouse=True)
def _own_lake(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.LAKE_URL = f"file://{tmp_path}/lake"
    yield
    journal.close_all()


def fact(town: Town, name: str, person: Person, at: datetime, **body: Any) -> dict[str, Any]:
    """One row of the lake, as the bus writes it."""
    return {
        "seq": 0, "name": name, "id": new_id("msg"), "at": at, "body": orjson.dumps(body).decode(),
        "store": town.clay.public_id, "person": person.public_id, "ref": None,
    }  # fmt: skip


def paid(town: Town, person: Person, at: datetime, minor: int, order: str = "") -> dict[str, Any]:
    """A paid order of one cup."""
    cup = town.variant(town.cup).public_id
    return fact(
        town, "trade.order-paid.v1", person, at, order=order or new_id("ord"), paid_minor=minor, currency="CNY",
        commission_minor=COMMISSION,
        lines=[{"product": town.cup.public_id, "variant": cup, "quantity": 1, "paid_minor": minor}],
    )  # fmt: skip


@pytest.fixture
def gone(town: Town) -> tuple[Campaign, list[Person]]:
    """A message that went to 100 of 160 people; the others were held out."""
    crowd = people(160)
    row = message(town.clay, group(town.clay, crowd), holdout_percent=50)
    Campaign.objects.of(town.clay).filter(pk=row.pk).update(due_at=NOON, enlisted_at=NOON, finished_at=NOON)
    for number, person in enumerate(crowd):
        Contact.objects.create(campaign=row, person=person, state="sent" if number < 100 else "held_out")
    return queries.campaign_of(town.clay, row.public_id), crowd


def lived(town: Town, crowd: list[Person], extra: int) -> list[tuple[int, int]]:
    """Everybody buys before and after; those written to pay `extra` more. Returns what they paid."""
    dice, rows, found = Random(4), [], []
    for number, person in enumerate(crowd):
        before = dice.randrange(500, 1500)
        after = before + dice.randrange(-100, 100) + (extra if number < 100 else 0)
        rows += [paid(town, person, BEFORE, before), paid(town, person, AFTER, after)]
        found.append((before, after))
    lake.append("facts", rows, batch_key=new_id("btc"))
    return found


def test_the_verdict_is_the_one_of_what_people_paid(town: Town, gone: tuple[Campaign, list[Person]]) -> None:
    row, crowd = gone
    money = lived(town, crowd, extra=80)
    noise = [
        paid(town, crowd[0], NOON - timedelta(days=200), 10**6),
        paid(town, crowd[1], NOON + timedelta(days=60), 10**6),
        paid(town, town.alice, AFTER, 10**6),
    ]
    lake.append("facts", noise, batch_key=new_id("btc"))
    found = uplift(row, NOON + timedelta(days=15))
    assert found.paid == verdict(side(money[:100]), side(money[100:]))
    assert found.paid.kind == "gain"
    assert found.paid.low < 80 < found.paid.high
    assert found.paid.sharper > 0.8, "what they spent before says most of what they spend after"


def test_the_margin_is_judged_once_all_goods_have_a_cost(
    town: Town, gone: tuple[Campaign, list[Person]]
) -> None:
    row, crowd = gone
    money = lived(town, crowd, extra=80)
    assert uplift(row, NOON + timedelta(days=15)).margin is None
    cup = town.variant(town.cup)
    type(cup).objects.of(town.clay).filter(pk=cup.pk).update(cost_minor=300)
    off = COMMISSION + 300
    left = [(before - off, after - off) for before, after in money]
    assert uplift(row, NOON + timedelta(days=15)).margin == verdict(side(left[:100]), side(left[100:]))


def test_what_was_given_back_does_not_count(town: Town, gone: tuple[Campaign, list[Person]]) -> None:
    row, crowd = gone
    lived(town, crowd, extra=0)
    as_of = NOON + timedelta(days=15)
    before = uplift(row, as_of).paid.mean_sent
    order = new_id("ord")
    back = {"order": order, "amount_minor": 5000, "currency": "CNY", "whole": True}
    rows = [
        paid(town, crowd[0], AFTER, 5000, order),
        fact(town, "trade.refund-made.v1", crowd[0], AFTER, **back),
    ]
    lake.append("facts", rows, batch_key=new_id("btc"))
    assert uplift(row, as_of).paid.mean_sent == before


def test_nothing_is_claimed_before_its_time(town: Town, gone: tuple[Campaign, list[Person]]) -> None:
    row, crowd = gone
    lived(town, crowd, extra=500)
    assert uplift(row, NOON + timedelta(days=13)).paid.kind == "too-early"
    assert uplift(row, NOON + timedelta(days=14)).paid.kind == "gain"


def test_the_same_number_by_its_name(town: Town, gone: tuple[Campaign, list[Person]]) -> None:
    row, crowd = gone
    lived(town, crowd, extra=80)
    with clock.at(NOON + timedelta(days=15)):
        points = {point.keys: point.value for point in ask("outreach.uplift", town.clay, clock.now()).points}
        found = uplift(row, clock.now()).paid
    assert points == {
        (row.public_id, "low"): found.total_low,
        (row.public_id, "gain"): found.total,
        (row.public_id, "high"): found.total_high,
    }


def test_those_it_was_sent_to_stand_behind_what_it_brought(
    town: Town, gone: tuple[Campaign, list[Person]]
) -> None:
    row, crowd = gone
    lived(town, crowd, extra=80)
    now = NOON + timedelta(days=15)
    points = ask("outreach.uplift", town.clay, now).points
    assert [point.keys for point in points] == [(row.public_id, key) for key in ("low", "gain", "high")]
    for point in points:
        assert groups.size(town.clay, point.people, clock.now() + timedelta(minutes=1)) == 100
    assert members_of("outreach.uplift", town.clay, now, ("cmp_of_nobody",)) == set()
    assert members_of("outreach.uplift", town.cashmere, now, (row.public_id,)) == set()
