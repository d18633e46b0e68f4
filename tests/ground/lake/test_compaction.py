"""Compaction: the same rows before and after, whenever it dies."""

import fcntl
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regulars.ground.lake import append, journal, manifest, segments
from regulars.ground.lake.compaction import Compacted, compact
from regulars.ground.lake.framing import frame
from regulars.ground.lake.tables import append_table, fitted

from .samples import NOON, both_streams, fact, ids, seen, table_rows

LATER = NOON + timedelta(hours=1)


def _arrive(where: Path, numbers: range, days: int = 0) -> None:
    at = NOON - timedelta(days=days)
    append("beacons", [seen(number, at=at + timedelta(seconds=number)) for number in numbers], folder=where)
    journal.close_all()


def test_rows_are_the_same_before_and_after(where: Path) -> None:
    _arrive(where, range(50))
    append("facts", [fact(seq) for seq in range(30)], batch_key="k", folder=where)
    before = table_rows(where), table_rows(where, "facts")
    assert compact(where, NOON) == Compacted(rows=80, segments=2, files=2)
    assert (table_rows(where), table_rows(where, "facts")) == before
    assert compact(where, NOON) == Compacted()


def test_files_lie_by_day_sorted_by_store_and_time(where: Path) -> None:
    for days in range(3):
        _arrive(where, range(days * 20, days * 20 + 20), days=days)
    compact(where, NOON)
    files = sorted((where / "parquet" / "beacons").glob("*/*.parquet"))
    assert [file.parent.name for file in files] == ["day=2026-11-09", "day=2026-11-10", "day=2026-11-11"]
    for file in files:
        rows = pq.read_table(file, partitioning=None).to_pylist()
        assert rows == sorted(rows, key=lambda row: (row["store"], row["at"], row["id"]))
        assert pq.ParquetFile(file).metadata.row_group(0).column(0).compression == "ZSTD"


def test_the_small_files_of_a_day_are_merged_and_old_ones_stay_for_their_readers(where: Path) -> None:
    for part in range(4):
        _arrive(where, range(part * 10, part * 10 + 10))
        compact(where, NOON)
    current = manifest.load(where)
    assert [file.rows for file in current.of("beacons")] == [40]
    assert len(list(where.glob("parquet/beacons/*/*.parquet"))) == 1 + len(current.retired) == 4
    compact(where, LATER)
    assert len(list(where.glob("parquet/beacons/*/*.parquet"))) == 1
    assert len(ids(where)) == 40


def test_a_large_file_is_not_rewritten_for_a_few_rows(where: Path) -> None:
    _arrive(where, range(100))
    compact(where, NOON)
    _arrive(where, range(100, 103))
    compact(where, NOON)
    assert sorted(file.rows for file in manifest.load(where).of("beacons")) == [3, 100]


def test_what_is_known_already_is_not_written_again(where: Path) -> None:
    _arrive(where, range(10))
    compact(where, NOON)
    _arrive(where, range(5, 15))
    assert len(ids(where)) == 15
    assert compact(where, NOON).rows == 5
    assert len(ids(where)) == 15


def test_the_first_report_of_an_event_counts(where: Path) -> None:
    append("beacons", [seen(1, page="/first"), seen(1, page="/second")], folder=where)
    first = table_rows(where)
    journal.close_all()
    compact(where, NOON)
    assert table_rows(where) == first
    assert len(first) == 1


def test_an_open_segment_is_left_to_its_writer(where: Path) -> None:
    append("beacons", [seen(1)], folder=where)
    assert compact(where, NOON) == Compacted()
    append("beacons", [seen(2)], folder=where)
    journal.close_all()
    assert compact(where, NOON).rows == 2


def test_two_compactions_do_not_meet(where: Path) -> None:
    _arrive(where, range(3))
    fd = os.open(where / "compact.lock", os.O_CREAT | os.O_RDWR)
    fcntl.flock(fd, fcntl.LOCK_EX)
    assert compact(where, NOON) == Compacted(busy=True)
    os.close(fd)
    assert compact(where, NOON).rows == 3


def test_a_torn_tail_is_left_out_but_kept_aside(where: Path) -> None:
    _arrive(where, range(5))
    [path] = segments.listed(where, "beacons")
    torn = frame(b"somebody's last words")[:-3]
    with path.open("ab") as file:
        file.write(torn)
    assert len(ids(where)) == 5
    assert compact(where, NOON).rows == 5
    [kept] = (where / "damaged").iterdir()
    assert kept.read_bytes() == torn


def test_a_record_of_unknown_form_is_kept_aside_and_costs_nothing_else(where: Path) -> None:
    _arrive(where, range(5))
    [path] = segments.listed(where, "beacons")
    with path.open("ab") as file:
        file.write(frame(b"\x93\xa6future\x01\x02"))
    assert len(ids(where)) == 5
    assert compact(where, NOON).rows == 5
    assert len(list((where / "damaged").iterdir())) == 1


def test_leavings_of_writers_that_died_are_swept_away_but_not_those_at_work(where: Path) -> None:
    old, new = where / "tmp" / "old", where / "tmp" / "new"
    old.parent.mkdir(parents=True)
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    compact(where, NOON)
    assert (old.exists(), new.exists()) == (False, True)


def test_odd_text_survives(where: Path) -> None:
    pages = ["", "'; DROP TABLE x; --", "nul\x00nul", "壶 🫖", "a\nb"]
    append("beacons", [seen(number, page=page) for number, page in enumerate(pages)], folder=where)
    journal.close_all()
    compact(where, NOON)
    assert [row["page"] for row in table_rows(where)] == pages


@pytest.fixture
def busy_lake(where: Path) -> Path:
    """Return a lake with compacted, repeated, batched, staged, torn and long retired things in it."""
    for part in range(2):
        _arrive(where, range(part * 10, part * 10 + 10))
        compact(where, NOON)
    _arrive(where, range(15, 25))
    _arrive(where, range(30, 40), days=1)
    append("facts", [fact(seq) for seq in range(10)], batch_key="0-9", folder=where)
    table = fitted("beacons", _staged(), "history")
    append_table("beacons", table, "history", folder=where)
    with segments.listed(where, "beacons")[0].open("ab") as file:
        file.write(b"torn")
    return where


def _staged() -> object:
    return pa.table({"at": [NOON + timedelta(minutes=number) for number in range(8)], "name": ["view"] * 8})


@pytest.mark.nightly
def test_killed_at_any_step_the_rows_are_the_same(busy_lake: Path, tmp_path: Path) -> None:
    expected = both_streams(busy_lake)
    copies = tmp_path / "copies"
    script = [sys.executable, "-m", "tests.ground.lake.dying", str(busy_lake), str(copies)]
    subprocess.run(script, check=True, timeout=240, cwd=Path(__file__).parents[3])
    dead = sorted(copies.iterdir())
    assert len(dead) > 15
    for copy in dead:
        assert both_streams(copy) == expected, f"read after death: {copy.name}"
        compact(copy, NOON + timedelta(hours=4))
        compact(copy, NOON + timedelta(hours=5))
        assert both_streams(copy) == expected, f"after another run: {copy.name}"
        assert not segments.listed(copy, "beacons") + segments.listed(copy, "facts")
        live = {copy / file.path for file in manifest.load(copy).files}
        assert set(copy.glob("parquet/*/*/*.parquet")) == live
