"""What was built once in a while is copied into each test's transaction: its actions take longer than most tests.

Copies get ids of their own, for the lake outlives a test's transaction; not where signed words hold ids.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import connection, transaction

from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.people.accounts.models import Person
from regulars.people.merchants.models import Market
from tests.town import Town

T = TypeVar("T")
Rows = list[tuple[Any, ...]]
ID = re.compile(rb"\b([a-z]{3})_[0-9a-z]{20}\b")
STILL = timedelta(seconds=5)
WRITTEN_BY_MIGRATIONS = ("django_migrations", "django_content_type", "auth_permission", "sqlite_")


class Copies(Generic[T]):
    """Copies of what `build` writes into an empty market, at most `fresh` old.

    Built anew where the clock was moved, and where somebody is in the market already.
    """

    def __init__(self, build: Callable[[], T], fresh: timedelta, *, new_ids: bool = True) -> None:
        self._build, self._fresh, self._renames = build, fresh, new_ids
        self._made_at: datetime | None = None
        self._pickled = b""

    def get(self) -> T:
        """One more of them."""
        moved = abs(clock.now() - datetime.now(UTC)) > STILL
        if moved or Person.objects.exists() or Market.objects.exists():
            return self._build()
        if self._made_at is None or clock.now() - self._made_at > self._fresh:
            return self._anew()
        made, tables = self._copied()
        with transaction.atomic(), connection.cursor() as cursor:
            for table, rows in tables:
                cursor.executemany(f'INSERT INTO "{table}" VALUES ({", ".join(["%s"] * len(rows[0]))})', rows)
            if connection.vendor == "postgresql":
                _count_on(cursor, [table for table, _rows in tables])
        return made

    def _anew(self) -> T:
        made_at, built = clock.now(), self._build()
        self._pickled = pickle.dumps((built, [(table, _rows(table)) for table in _filled()]))
        self._made_at = made_at
        return built

    def _copied(self) -> tuple[T, list[tuple[str, Rows]]]:
        known: dict[bytes, bytes] = {}

        def new(found: re.Match[bytes]) -> bytes:
            return known.setdefault(found[0], new_id(found[1].decode()).encode())

        made: tuple[T, list[tuple[str, Rows]]] = pickle.loads(
            ID.sub(new, self._pickled) if self._renames else self._pickled
        )
        return made


def _count_on(cursor: Any, tables: Sequence[str]) -> None:
    """PostgreSQL's sequences do not learn of rows that bring their keys along."""
    cursor.execute(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND is_identity = 'YES' AND table_name = ANY(%s)",
        [tables],
    )
    told = [
        f"setval(pg_get_serial_sequence('\"{table}\"', '{column}'), (SELECT max({column}) FROM \"{table}\"))"
        for table, column in cursor.fetchall()
    ]
    if told:
        cursor.execute(f"SELECT {', '.join(told)}")


def _filled() -> list[str]:
    """The tables that hold rows which no migration wrote."""
    names = [
        one for one in connection.introspection.table_names() if not one.startswith(WRITTEN_BY_MIGRATIONS)
    ]
    asked = " UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT 1 FROM \"{one}\")" for one in names)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [row[0] for row in cursor.fetchall()]


def _rows(table: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return list(cursor.fetchall())


TOWNS = Copies(Town.build, timedelta(seconds=150))
