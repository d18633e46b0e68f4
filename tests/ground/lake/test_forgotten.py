"""Who is forgotten stands behind no row of the lake any more; the rows themselves still count."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from regulars.ground.lake import append, journal
from regulars.ground.lake.compaction import compact
from regulars.ground.lake.folder import FolderEngine
from regulars.ground.lake.forgotten import NAME, forget, listed

from .samples import MEI, NOON, RAVI, both_streams, fact, seen

ALICE, BOB = "per_alice", "per_bob"
HOUR = timedelta(hours=1)


def filled(where: Path) -> None:
    """Alice and Bob look at both stores' goods, and Alice buys."""
    rows = [
        seen(number, person=person, visitor=f"vis_{person}", session="ses")
        for number, person in enumerate((ALICE, ALICE, BOB, BOB))
    ]
    append("beacons", rows, folder=where)
    append("facts", [fact(1, body='{"total_minor":19900,"person_id":7}')], folder=where)


def behind(where: Path) -> set[tuple[str, str]]:
    """Who stands behind rows, and of which store."""
    rows = [row for stream in both_streams(where) for row in stream if row["person"]]
    return {(row["person"], row["store"]) for row in rows}


def test_nobody_is_behind_the_rows_and_the_rows_stay(where: Path) -> None:
    filled(where)
    forget(ALICE, folder=where)
    beacons, facts = both_streams(where)
    assert (len(beacons), len(facts)) == (4, 1)
    assert behind(where) == {(BOB, RAVI), (BOB, MEI)}
    gone = [row for row in beacons if row["person"] is None]
    assert {(row["visitor"], row["session"]) for row in gone} == {(None, None)}
    assert json.loads(facts[0]["body"]) == {"total_minor": 19900}
    assert facts[0]["ref"] == "ord_1"


def test_one_store_forgets_what_was_until_then(where: Path) -> None:
    filled(where)
    forget(ALICE, MEI, NOON + HOUR, folder=where)
    assert behind(where) == {(ALICE, RAVI), (BOB, RAVI), (BOB, MEI)}
    append("beacons", [seen(9, person=ALICE, at=NOON + 2 * HOUR)], folder=where)
    assert (ALICE, MEI) in behind(where), "who comes back is known again from then on"
    forget(ALICE, MEI, NOON + 3 * HOUR, folder=where)
    assert (ALICE, MEI) not in behind(where)


def test_rows_that_come_late_are_nobodys_either(where: Path) -> None:
    forget(ALICE, folder=where)
    filled(where)
    assert behind(where) == {(BOB, RAVI), (BOB, MEI)}


def test_an_engine_that_looks_already_sees_it_at_once(where: Path) -> None:
    filled(where)
    engine = FolderEngine(where)
    rows = engine.table("beacons")
    assert rows.filter(rows.person == ALICE).count().execute() == 2
    forget(ALICE, folder=where)
    rows = engine.table("beacons")
    assert rows.filter(rows.person == ALICE).count().execute() == 0


def test_compaction_writes_it_down(where: Path) -> None:
    filled(where)
    forget(ALICE, folder=where)
    journal.close_all()
    compact(where, NOON)
    (where / NAME).unlink()
    assert behind(where) == {(BOB, RAVI), (BOB, MEI)}


def test_the_list_is_read_whatever_happened_to_its_end(where: Path) -> None:
    forget(ALICE, MEI, NOON, folder=where)
    forget(ALICE, MEI, NOON + HOUR, folder=where)
    forget(ALICE, MEI, NOON, folder=where)
    forget(BOB, folder=where)
    with (where / NAME).open("ab") as torn:
        torn.write(b'{"person":"per_ca')
    assert [(one.person, one.store) for one in listed(where)] == [(ALICE, MEI), (BOB, "")]
    assert listed(where)[0].upto == (NOON + HOUR).replace(tzinfo=None)


@pytest.mark.parametrize("name", ["per_'; DROP VIEW beacons; --", "per_%"])
def test_names_are_only_names(where: Path, name: str) -> None:
    filled(where)
    forget(name, folder=where)
    forget(name, name, NOON, folder=where)
    assert len(behind(where)) == 4
