"""The town, built once in a while and copied into each test's transaction: its actions take longer than most tests.

Every copy gets ids of its own, for the lake outlives a test's transaction.
"""

from __future__ import annotations

import pickle
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from regulars.ground.kit import clock
from regulars.ground.kit.ids import new_id
from regulars.people.accounts.models import Person
from regulars.people.merchants.models import Market
from tests.town import Town

FRESH = timedelta(seconds=60)
Rows = list[tuple[Any, ...]]


ID = re.compile(rb"\b([a-z]{3})_[0-9a-z]{20}\b")


@dataclass
class _Copy:
    made_at: datetime
    pickled: bytes

    def fresh(self) -> tuple[Town, list[tuple[str, Rows]]]:
        """Town and tables with new ids, as long as the old ones."""
        known: dict[bytes, bytes] = {}

        def new(found: re.Match[bytes]) -> bytes:
            return known.setdefault(found[0], new_id(found[1].decode()).encode())

        made: tuple[Town, list[tuple[str, Rows]]] = pickle.loads(ID.sub(new, self.pickled))
        return made


_kept: list[_Copy] = []


def town() -> Town:
    """The town as it was built at most a minute ago, with ids of its own.

    Built anew where the clock was moved, where somebody is in the market already, and on PostgreSQL, whose
    sequences would not learn of copied rows.
    """
    if connection.vendor != "sqlite" or abs(clock.now() - datetime.now(UTC)) > FRESH or _inhabited():
        return Town.build()
    if not _kept or not timedelta(0) <= clock.now() - _kept[-1].made_at <= FRESH:
        return _build()
    made, tables = _kept[-1].fresh()
    with connection.cursor() as cursor:
        for table, rows in tables:
            cursor.executemany(f'INSERT INTO "{table}" VALUES ({", ".join(["%s"] * len(rows[0]))})', rows)
    return made


def _build() -> Town:
    made_at = clock.now()
    built = Town.build()
    _kept[:] = [_Copy(made_at, pickle.dumps((built, [(table, _rows(table)) for table in _filled()])))]
    return built


def _inhabited() -> bool:
    return Person.objects.exists() or Market.objects.exists()


def _filled() -> list[str]:
    """The tables that hold rows which no migration wrote."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'")
        names = [name for (name,) in cursor.fetchall()]
        filled = []
        for name in names:
            if name.startswith(("django_", "sqlite_", "auth_permission")):
                continue
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{name}")')
            if cursor.fetchone()[0]:
                filled.append(name)
    return filled


def _rows(table: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return list(cursor.fetchall())
