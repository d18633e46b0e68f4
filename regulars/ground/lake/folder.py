"""The embedded engine: Parquet files in a folder, read by DuckDB."""

import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import ibis

from regulars.ground.lake import compaction, manifest, sql
from regulars.ground.lake.arrivals import Tail, uncompacted
from regulars.ground.lake.columns import SCHEMAS
from regulars.ground.lake.forgotten import Forgotten, hidden, listed
from regulars.ground.lake.manifest import Manifest
from regulars.ground.lake.segments import STAGED, folder_of

_TRIES = 20


class Unsteady(Exception):
    """The lake changed under every attempt to look at it."""


class FolderEngine:
    """One DuckDB in memory per process, a cursor per thread, a view per stream."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._lock = threading.Lock()
        self._threads = threading.local()
        self._database: duckdb.DuckDBPyConnection | None = None
        self._tails = {stream: Tail(place, stream) for stream in SCHEMAS}
        self._shown: dict[str, tuple[int, list[Path], tuple[Forgotten, ...]]] = {}

    def connection(self) -> Any:
        """Return the Ibis backend of this thread, its tables `beacons` and `facts` up to date."""
        for stream in ("beacons", "facts"):
            self._refresh(stream)
        return self._backend()

    def table(self, stream: str) -> Any:
        """Return the Ibis table of a stream. Raises `UnknownStream`."""
        folder_of(self._place, stream)
        self._refresh(stream)
        return self._backend().table(stream)

    def compact(self, now: datetime) -> compaction.Compacted:
        """Bring closed segments and staged tables into Parquet files."""
        return compaction.compact(self._place, now)

    def _backend(self) -> Any:
        if not hasattr(self._threads, "backend"):
            with self._lock:
                self._threads.backend = ibis.duckdb.from_connection(self._opened().cursor())
        return self._threads.backend

    def _opened(self) -> duckdb.DuckDBPyConnection:
        if self._database is None:
            self._database = sql.connect(self._place)
        return self._database

    def _refresh(self, stream: str) -> None:
        with self._lock:
            for _ in range(_TRIES):
                current = manifest.load(self._place)
                try:
                    steady = self._show(stream, current)
                except (FileNotFoundError, duckdb.IOException):
                    continue
                if steady:
                    return
            raise Unsteady(f"The lake at {self._place} changes faster than it can be read.")

    def _show(self, stream: str, current: Manifest) -> bool:
        """Show one moment of the lake: what was listed counts only if no compaction came in between."""
        table, changed = self._tails[stream].table(current.absorbed)
        staged = uncompacted(self._place, stream, current.absorbed, STAGED)
        if manifest.load(self._place).generation != current.generation:
            return False
        people = listed(self._place)
        moment = (current.generation, staged, people)
        if changed or self._shown.get(stream) != moment:
            self._shown.pop(stream, None)
            self._define(stream, current, table, staged, people)
            self._shown[stream] = moment
        return True

    def _define(
        self,
        stream: str,
        current: Manifest,
        table: Any,
        staged: list[Path],
        people: tuple[Forgotten, ...],
    ) -> None:
        database = self._opened()
        database.register(f"segments_{stream}", table)
        database.execute("BEGIN")
        try:
            self._define_arrived(database, stream, current, staged)
            everything = hidden(SCHEMAS[stream].names, self._everything(stream, current), people)
            database.execute(f"CREATE OR REPLACE VIEW {stream} AS {everything}")
            database.execute("COMMIT")
        except duckdb.Error:
            database.execute("ROLLBACK")
            raise
        finally:
            database.unregister(f"segments_{stream}")

    def _define_arrived(
        self, database: duckdb.DuckDBPyConnection, stream: str, current: Manifest, staged: list[Path]
    ) -> None:
        """Rows that arrived count once, also against the live files of their days."""
        database.execute(f"CREATE OR REPLACE TEMP TABLE raw AS {sql.arrived(stream, staged)}")
        days = {day for (day,) in database.execute("SELECT DISTINCT day FROM raw").fetchall()}
        known = [self._place / file.path for file in current.of(stream) if file.day in days]
        database.execute(f"CREATE OR REPLACE TABLE arrived_{stream} AS {sql.once(stream, 'raw', known)}")
        database.execute("DROP TABLE raw")

    def _everything(self, stream: str, current: Manifest) -> str:
        files = [self._place / file.path for file in current.of(stream)]
        query = f"SELECT * FROM arrived_{stream}"
        return f"{query} UNION ALL BY NAME SELECT * FROM {sql.parquet(files)}" if files else query
