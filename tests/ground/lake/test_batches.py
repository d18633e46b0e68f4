"""Appending from inside: exactly once with a key, all or nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pyarrow as pa
import pytest

from regulars.ground.lake import append, append_table, journal
from regulars.ground.lake.compaction import compact
from regulars.ground.lake.segments import UnknownStream
from regulars.ground.lake.tables import Unfit

from .samples import MEI, NOON, fact, ids, seen, table_rows


def test_a_fact_is_read_as_it_was_written(where: Path) -> None:
    assert append("facts", [fact(7)], folder=where) == 1
    [row] = table_rows(where, "facts")
    at = (NOON + timedelta(seconds=7)).replace(tzinfo=None)
    assert row == {**fact(7), "at": at, "day": at.date()}


def test_moments_of_any_zone_become_utc_to_the_microsecond(where: Path) -> None:
    at = datetime.fromisoformat("2026-11-11T00:30:00.123457+08:00")
    append("beacons", [seen(1, at=at)], folder=where)
    [row] = table_rows(where)
    assert row["at"] == datetime(2026, 11, 10, 16, 30, 0, 123457)
    assert str(row["day"]) == "2026-11-10"


def test_a_repeated_batch_is_kept_once_before_and_after_compaction(where: Path) -> None:
    batch = [fact(seq) for seq in range(20)]
    for _ in range(3):
        assert append("facts", batch, batch_key="facts 0-19", folder=where) == 20
        assert len(ids(where, "facts")) == 20
    for hours in range(3):
        compact(where, NOON + timedelta(hours=hours))
        append("facts", batch, batch_key="facts 0-19", folder=where)
        assert len(ids(where, "facts")) == 20


def test_two_workers_with_the_same_batch_keep_it_once(where: Path) -> None:
    batch = [fact(seq) for seq in range(20)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: append("facts", batch, batch_key="k", folder=where), range(8)))
    assert len(list(where.rglob("*.seg"))) == 1
    assert len(ids(where, "facts")) == 20


def test_batches_that_overlap_count_each_row_once(where: Path) -> None:
    append("facts", [fact(seq) for seq in range(10)], batch_key="0-9", folder=where)
    append("facts", [fact(seq) for seq in range(5, 15)], batch_key="5-14", folder=where)
    assert ids(where, "facts") == [f"fact-{seq:06}" for seq in range(15)]


def test_a_batch_that_died_before_its_name_was_given_does_not_count(where: Path) -> None:
    (where / "tmp").mkdir(parents=True)
    (where / "tmp" / "batch-half.seg.1234").write_bytes(b"RLAKE-1\nhalf")
    assert ids(where, "facts") == []
    append("facts", [fact(1)], batch_key="k", folder=where)
    assert ids(where, "facts") == ["fact-000001"]


@pytest.mark.parametrize(
    "row",
    [
        {"seq": 1},
        fact(1, at=datetime(2026, 11, 11)),
        fact(1, seq="one"),
        fact(1, colour="blue"),
        fact(1, body=None),
    ],
)
def test_one_wrong_row_refuses_the_whole_batch(where: Path, row: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        append("facts", [fact(0), row], folder=where)
    journal.close_all()
    assert not list(where.rglob("*.seg"))


def test_an_unknown_stream_is_refused(where: Path) -> None:
    with pytest.raises(UnknownStream):
        append("orders", [fact(1)], folder=where)


def test_an_empty_batch_writes_nothing(where: Path) -> None:
    assert append("facts", [], batch_key="k", folder=where) == 0
    assert not where.exists()


def _history(count: int) -> pa.Table:
    moments = [NOON - timedelta(hours=number) for number in range(count)]
    return pa.table(
        {
            "at": pa.array(moments, pa.timestamp("us", tz="UTC")),
            "name": ["view"] * count,
            "store": [MEI] * count,
        }
    )


def test_a_table_is_kept_once_and_its_rows_get_ids(where: Path) -> None:
    for _ in range(2):
        assert append_table("beacons", _history(100), "2026 until November", folder=where) == 100
        assert len(set(ids(where))) == 100
    assert compact(where, NOON).rows == 100
    append_table("beacons", _history(100), "2026 until November", folder=where)
    assert len(ids(where)) == 100
    assert compact(where, NOON + timedelta(hours=1)).rows == 0
    assert len(ids(where)) == 100
    row = table_rows(where)[0]
    assert (row["props"], row["version"], row["received_at"]) == ("{}", 1, row["at"])


def test_tables_and_events_meet_in_the_same_stream(where: Path) -> None:
    append_table("beacons", _history(3), "history", folder=where)
    append("beacons", [seen(number) for number in range(3)], folder=where)
    assert len(ids(where)) == 6


@pytest.mark.parametrize(
    "table",
    [
        pa.table({"name": ["view"]}),
        pa.table({"at": pa.array([None], pa.timestamp("us")), "name": ["view"]}),
        pa.table({"at": [NOON], "name": ["view"], "colour": ["blue"]}),
        pa.table({"at": ["not a time"], "name": ["view"]}),
        pa.table({"at": [NOON], "name": [["view"]]}),
    ],
)
def test_a_table_that_does_not_fit_is_refused(where: Path, table: pa.Table) -> None:
    with pytest.raises(Unfit):
        append_table("beacons", table, "k", folder=where)
    assert not list(where.rglob("*.parquet"))


def test_zoned_times_of_a_table_become_utc(where: Path) -> None:
    at = pa.array([datetime(2026, 11, 10, 16, 30, tzinfo=UTC)], pa.timestamp("ms", tz="Asia/Shanghai"))
    append_table("beacons", pa.table({"at": at, "name": ["view"]}), "k", folder=where)
    assert table_rows(where)[0]["at"] == datetime(2026, 11, 10, 16, 30)
