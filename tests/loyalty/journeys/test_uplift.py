"""What a journey brought: each person's own days, only those who could be written to, and plain words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from regulars.faces.merchant.people.charts import Reader, pictures
from regulars.ground import lake
from regulars.ground.kit.ids import new_id
from regulars.ground.lake import journal
from regulars.ground.lake.figures import ask, registry
from regulars.loyalty.journeys.figures.uplift import uplift
from regulars.loyalty.journeys.models import Journey, Traveller, Version
from regulars.loyalty.outreach.rules.verdict import side, verdict
from regulars.people.accounts.models import Person
from tests.loyalty.journeys.travelling import plan, send
from tests.loyalty.outreach.test_uplift import paid
from tests.loyalty.outreach.writing import NOON, people
from tests.town import Town

DAY = timedelta(days=1)
END = NOON + 60 * DAY


@pytest.fixture(autouse=True)
def _own_lake(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.LAKE_URL = f"file://{tmp_path}/lake"
    yield
    journal.close_all()


@pytest.fixture
def gone(town: Town) -> tuple[Journey, list[Person]]:
    """A journey on which 160 people went, on ten days one after another; 60 of them held out."""
    crowd = people(164)
    row = plan(town.clay, {}, send(1), held=30)
    Journey.objects.of(town.clay).filter(pk=row.pk).update(started_at=NOON)
    version = Version.objects.of(town.clay).get(journey=row)
    for number, person in enumerate(crowd):
        Traveller.objects.create(
            journey=row, version=version, person=person, held_out=number >= 100, reachable=number < 160,
            entered_at=NOON + (number % 10) * DAY, step="s1",
        )  # fmt: skip
    row.refresh_from_db()
    return row, crowd


def lived(town: Town, crowd: list[Person], extra: int) -> list[tuple[int, int]]:
    """Everybody buys before and after their own day of entering; those written to pay `extra` more."""
    dice, rows, found = Random(4), [], []
    for number, person in enumerate(crowd):
        entered = NOON + (number % 10) * DAY
        before = dice.randrange(500, 1500)
        after = before + dice.randrange(-100, 100) + (extra if number < 100 else 0)
        rows += [
            paid(town, person, entered - DAY / 2, before),
            paid(town, person, entered + 29 * DAY, after),
            paid(town, person, entered + 31 * DAY, 10**6),
            paid(town, person, entered - 91 * DAY, 10**6),
        ]
        found.append((before, after))
    lake.append("facts", rows, batch_key=new_id("btc"))
    return found


def test_everybody_is_judged_by_their_own_days(town: Town, gone: tuple[Journey, list[Person]]) -> None:
    row, crowd = gone
    money = lived(town, crowd, extra=80)
    found = uplift(row, END)
    assert found.paid == verdict(side(money[:100]), side(money[100:160])), (
        "four could not have been written to"
    )
    assert found.paid.kind == "gain"
    assert found.paid.low < 80 < found.paid.high
    assert (found.under_way, found.margin) == (0, None)
    points = {point.keys: point.value for point in ask("journeys.uplift", town.clay, END).points}
    assert points[row.public_id, "gain"] == found.paid.total
    assert points[row.public_id, "low"] > 0
    drawn = pictures(
        Reader(town.clay, END), registry["journeys.uplift"], ask("journeys.uplift", town.clay, END)
    )[0]
    assert drawn.rows[0][0].text == row.name, "a person reads a name, not an id"
    assert drawn.data is not None
    assert [item["label"] for item in drawn.data["items"]] == [row.name]


def test_no_effect_is_said_plainly(town: Town, gone: tuple[Journey, list[Person]]) -> None:
    row, crowd = gone
    lived(town, crowd, extra=0)
    assert uplift(row, END).paid.kind == "no-effect"


def test_only_those_whose_days_are_over_are_compared(town: Town, gone: tuple[Journey, list[Person]]) -> None:
    row, crowd = gone
    money = lived(town, crowd, extra=80)
    early = uplift(row, NOON + 29 * DAY)
    assert (early.paid.kind, early.under_way, early.first) == ("too-early", 160, NOON + 30 * DAY)
    half = uplift(row, NOON + 34 * DAY)
    there = [number for number in range(160) if number % 10 <= 4]
    sent = [money[number] for number in there if number < 100]
    held = [money[number] for number in there if number >= 100]
    assert half.paid == verdict(side(sent), side(held))
    assert half.under_way == 80
    assert half.paid.kind == "too-few", "thirty held out are not enough to tell"
