"""The figures of a store's people are those of its invoices, counted anew in plain SQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bench.people import ours
from regulars.faces.terminal.imports.online_retail import run
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.lake import journal
from regulars.ground.lake.figures import moment
from regulars.people.merchants import actions as merchants
from tests.loyalty.segments.by_hand import LONDON, SHANGHAI, books, stand
from tests.loyalty.segments.invoices import written

pytestmark = pytest.mark.django_db
STORE = "Gift House"
ZONES = (
    ("Europe/London", LONDON, "23:00:00", ("2010-03-28", "2010-06-30")),
    ("Asia/Shanghai", SHANGHAI, "16:00:00", ("2010-05-31",)),
)


@pytest.fixture(autouse=True)
def _own_home(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.REGULARS_HOME = tmp_path / "home"
    settings.LAKE_URL = f"file://{tmp_path}/home/lake"
    yield
    journal.close_all()


@pytest.mark.nightly
def test_every_figure_of_people_is_what_the_invoices_say(tmp_path: Path) -> None:
    file, lines = written(tmp_path)
    run(file, store_name=STORE, quiet=True)
    con = books(lines)
    for zone, ahead, ends, days in ZONES:
        merchants.set_market(by=SYSTEM, zone=zone)
        for day in days:
            said = ours.as_of(STORE, moment(day, ZoneInfo(zone)))
            counted = stand(con, f"{day} {ends}", day, ahead)
            differing = {name: _differing(said[name], table) for name, table in counted.items()}
            assert not any(differing.values()), (zone, day, differing)


@pytest.mark.nightly
def test_the_sql_says_what_somebody_reading_the_invoices_would(tmp_path: Path) -> None:
    _file, lines = written(tmp_path)
    con = books(lines)
    london = stand(con, "2010-06-30 23:00:00", "2010-06-30", LONDON)
    china = stand(con, "2010-06-30 16:00:00", "2010-06-30", SHANGHAI)
    kept = london["kept"]
    assert (kept["70001"], kept["70005"]) == ((1, 8 * 125), (1, 4 * 675))
    assert (kept["70003"], kept["70007"], kept["70015"]) == ((1, 10 * 4900 + 1800), (1, 4900), (1, 0))
    assert not kept.keys() & {"70002", "70004", "70006", "70016"}
    assert china["kept"]["70002"] == (1, 2 * 675)
    # In UTC+8 one of them first bought in June, and the other's second order lies in July.
    assert [who for who in ("70008", "70009") if who in london["cohort people"]["2010-06", "0"]] == ["70009"]
    assert {"70008", "70009"} <= china["cohort people"]["2010-06", "0"]
    assert london["cell"]["70013"] == "100"
    assert london["cell"]["70014"] == "000"
    assert "70012" in london["rhythm"]["new",]
    assert london["stage"]["70004"] == "lost"
    assert london["stage"]["guest-600020"] == "purchase"


def _differing(said: dict[Any, Any], counted: dict[Any, Any]) -> dict[Any, Any]:
    keys = said.keys() | counted.keys()
    return {key: (said.get(key), counted.get(key)) for key in keys if said.get(key) != counted.get(key)}
