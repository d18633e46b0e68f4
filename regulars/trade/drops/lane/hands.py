"""One raw connection to the market's own database, used from one thread. Every commit is on the disk when it returns."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Protocol, TypeVar

from regulars.ground.engines.database import PRAGMAS
from regulars.ground.engines.sqlite.base import WriteLock
from regulars.ground.kit import clock
from regulars.trade.drops.lane.deciding import micros
from regulars.trade.drops.lane.seating import Run

T = TypeVar("T")
WAIT = 20


class Hands(Protocol):
    """A database as the lane uses it."""

    postgresql: bool

    def write(self, work: Callable[[Run, int], T]) -> T:
        """Do `work(run, now)` in one durable transaction; whatever it raises undoes it."""

    def read(self, work: Callable[[Run, int], T]) -> T:
        """Do `work(run, now)` without changing anything."""

    def close(self) -> None:
        """Hang up; the next use connects again."""


class SqliteHands:
    """SQLite in WAL, synchronous=FULL; writers queue with those of the pages on the same file lock."""

    postgresql = False

    def __init__(self, path: str) -> None:
        self._path = path
        self._lock = WriteLock(f"{path}.wlock")
        self._known: sqlite3.Connection | None = None

    def write(self, work: Callable[[Run, int], T]) -> T:
        connection = self._connection()
        self._lock.take()
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(_sqlite(connection), clock.micros())
                connection.execute("COMMIT")
                return result
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        finally:
            self._lock.free()

    def read(self, work: Callable[[Run, int], T]) -> T:
        connection = self._connection()
        connection.execute("BEGIN")
        try:
            return work(_sqlite(connection), clock.micros())
        finally:
            connection.execute("ROLLBACK")

    def close(self) -> None:
        if self._known is not None:
            self._known.close()
            self._known = None
        self._lock.close()

    def _connection(self) -> sqlite3.Connection:
        if self._known is None:
            self._known = sqlite3.connect(
                self._path, timeout=WAIT, isolation_level=None, check_same_thread=False, cached_statements=64
            )
            self._known.executescript(f"{PRAGMAS}PRAGMA foreign_keys=ON;")
        return self._known


def _sqlite(connection: sqlite3.Connection) -> Run:
    def run(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        return connection.execute(_with_question_marks(sql), values).fetchall()

    return run


@cache
def _with_question_marks(sql: str) -> str:
    return sql.replace("%s", "?")


class PostgresHands:
    """PostgreSQL with synchronous_commit on; its clock is the market's."""

    postgresql = True

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        self._known: Any = None

    def write(self, work: Callable[[Run, int], T]) -> T:
        return self._within(work)

    def read(self, work: Callable[[Run, int], T]) -> T:
        return self._within(work)

    def close(self) -> None:
        if self._known is not None:
            self._known.close()
            self._known = None

    def _within(self, work: Callable[[Run, int], T]) -> T:
        connection = self._connection()
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            return work(_postgresql(cursor), micros(cursor.fetchone()[0]))

    def _connection(self) -> Any:
        if self._known is None or self._known.closed:
            import psycopg

            self._known = psycopg.connect(**self._options, autocommit=True)
            self._known.execute("SET synchronous_commit TO on")
            self._known.execute("SET TIME ZONE 'UTC'")
        return self._known


def _postgresql(cursor: Any) -> Run:
    def run(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    return run


def hands_for(settings: dict[str, Any]) -> Hands:
    """The database Django's settings name."""
    if "sqlite" in settings["ENGINE"]:
        return SqliteHands(str(settings["NAME"]))
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    given = {name: settings[key] for key, name in names.items() if settings.get(key)}
    return PostgresHands(given | settings.get("OPTIONS", {}))
