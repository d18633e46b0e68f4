"""From segments to Parquet: one file list replaced by another, and nothing deleted before that is durable.

Every step can be the last one: what a round wrote before its manifest is swept away by the next
round, what it left undeleted afterwards is named in the manifest and deleted by the next round.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import pyarrow as pa
from msgspec import Struct

from regulars.ground.lake import arrivals, manifest, segments, sql
from regulars.ground.lake.columns import SCHEMAS, SORTED
from regulars.ground.lake.disk import settle, write_whole
from regulars.ground.lake.forgotten import hidden, listed
from regulars.ground.lake.manifest import File, Manifest, Retired
from regulars.ground.lake.sweeping import Passing, sweep

# A decision holds dozens of options: as many rows of them would fill the memory.
ROUND_BYTES = {"beacons": 128 * 1024 * 1024, "facts": 128 * 1024 * 1024, "decisions": 16 * 1024 * 1024}
ROW_GROUP = {"beacons": 120_000, "facts": 120_000, "decisions": 8_192}
GROWTH = 4


class Compacted(Struct):
    """What a compaction did; `busy` if another one was at work and nothing was done."""

    rows: int = 0
    segments: int = 0
    files: int = 0
    busy: bool = False


def compact(place: Path, now: datetime, *, passing: Passing = lambda step: None) -> Compacted:
    """Bring closed segments and staged tables into Parquet; `passing` hears the name of each step taken."""
    with _alone(place) as alone:
        if not alone:
            return Compacted(busy=True)
        sweep(place, now, passing)
        done = Compacted()
        while chosen := {stream: _chosen(place, stream) for stream in segments.STREAMS}:
            if not any(chosen.values()):
                return done
            _Round(place, now, passing, done).run(chosen)
            sweep(place, now, passing)
        return done


@contextmanager
def _alone(place: Path) -> Iterator[bool]:
    place.mkdir(parents=True, exist_ok=True)
    fd = os.open(place / "compact.lock", os.O_CREAT | os.O_RDWR, 0o640)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(fd)


def _chosen(place: Path, stream: str) -> list[Path]:
    chosen, size = [], 0
    for path in segments.listed(place, stream):
        if size < ROUND_BYTES[stream] and segments.closed(path):
            chosen.append(path)
            size += path.stat().st_size
    return chosen


class _Round:
    """One replacement of the manifest."""

    def __init__(self, place: Path, now: datetime, passing: Passing, done: Compacted) -> None:
        self._place, self._now, self._passing, self._done = place, now, passing, done
        self._manifest = manifest.load(place)
        self._files = list(self._manifest.files)
        self._merged: list[str] = []

    def run(self, chosen: dict[str, list[Path]]) -> None:
        for stream, paths in chosen.items():
            if paths:
                self._take(stream, paths)
        everything = [path for paths in chosen.values() for path in paths]
        self._commit(everything)
        self._done.segments += len(everything)

    def _take(self, stream: str, paths: list[Path]) -> None:
        with sql.connect(self._place) as connection:
            connection.register(f"segments_{stream}", self._segments(stream, paths))
            tables = [path for path in paths if path.suffix == segments.STAGED]
            connection.execute(f"CREATE TABLE arrived AS {sql.arrived(stream, tables)} ORDER BY day")
            self._passing(f"{stream}-read")
            days = connection.execute("SELECT DISTINCT day FROM arrived ORDER BY day").fetchall()
            for (day,) in days:
                self._write_day(connection, stream, day)

    def _segments(self, stream: str, paths: list[Path]) -> Any:
        tables = [SCHEMAS[stream].empty_table()]
        for path in paths:
            if path.suffix == segments.SEGMENT:
                arrival = arrivals.read(stream, path)
                self._keep_unreadable(path, arrival)
                tables.append(arrival.table)
        return pa.concat_tables(tables)

    def _keep_unreadable(self, path: Path, arrival: arrivals.Arrival) -> None:
        """Nothing is thrown away for being unreadable: it may be half a request that died, or a fault."""
        if arrival.left or arrival.refused:
            lost = b"".join(arrival.refused) + path.read_bytes()[arrival.end :]
            name = f"{path.name}.damaged"
            write_whole(self._place / "tmp" / name, self._place / "damaged" / name, lost)

    def _write_day(self, connection: duckdb.DuckDBPyConnection, stream: str, day: date) -> None:
        present = [file for file in self._files if file.stream == stream and file.day == day]
        paths = [self._place / file.path for file in present]
        connection.execute(
            f"CREATE OR REPLACE TABLE fresh AS {sql.once(stream, 'arrived', paths, sql.on(day))}"
        )
        fresh = _count(connection)
        if not fresh:
            return
        small = _worth_merging(present, fresh)
        file = self._write_file(connection, stream, day, small, fresh)
        self._files = [other for other in self._files if other not in small] + [file]
        self._merged += [other.path for other in small]
        self._done.rows += fresh
        self._done.files += 1

    def _write_file(
        self, connection: duckdb.DuckDBPyConnection, stream: str, day: date, small: list[File], fresh: int
    ) -> File:
        path = Path("parquet") / stream / f"day={day.isoformat()}" / f"{uuid4().hex}.parquet"
        temporary = self._place / "tmp" / "compact" / path.name
        temporary.parent.mkdir(parents=True, exist_ok=True)
        query = f"SELECT {sql.columns(stream)} FROM fresh"
        if small:
            merged = sql.parquet(self._place / file.path for file in small)
            query += f" UNION ALL SELECT {sql.columns(stream)} FROM {merged}"
        query = hidden(SCHEMAS[stream].names, query, listed(self._place))
        options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP[stream]}"
        ordered = f"{query} ORDER BY {SORTED[stream]}"
        connection.execute(f"COPY ({ordered}) TO {sql.text(temporary)} ({options})")
        self._passing(f"{stream}-written")
        settle(temporary, self._place / path)
        self._passing(f"{stream}-named")
        return File(stream, day, str(path), fresh + sum(file.rows for file in small))

    def _commit(self, absorbed: list[Path]) -> None:
        retired = [Retired(path, self._now) for path in self._merged]
        self._passing("manifest-due")
        manifest.commit(
            self._place,
            Manifest(
                generation=self._manifest.generation + 1,
                files=sorted(self._files, key=lambda file: (file.stream, file.day, file.path)),
                absorbed=[str(path.relative_to(self._place)) for path in absorbed],
                retired=self._manifest.retired + retired,
            ),
        )
        self._passing("manifest-committed")


def _count(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute("SELECT count(*) FROM fresh").fetchone()
    return int(row[0]) if row else 0


def _worth_merging(files: list[File], fresh: int) -> list[File]:
    """Return the files not much larger than what joins them: few files a day, no row rewritten often."""
    chosen, total = [], fresh
    for file in sorted(files, key=lambda file: file.rows):
        if file.rows > GROWTH * total:
            break
        chosen.append(file)
        total += file.rows
    return chosen
