"""How the database stands: reachable, durable, up to date. Asked by the doctor and the command line."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from django.db import close_old_connections, connection
from django.db.migrations.executor import MigrationExecutor


def vendor() -> str:
    """ "sqlite" or "postgresql"."""
    return connection.vendor


def version() -> str:
    """The version of the database that answers. Raises what its driver raises when none does."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        return sqlite3.sqlite_version
    return str(connection.pg_version)  # type: ignore[attr-defined]


def durability() -> tuple[bool, str]:
    """Whether what was committed survives a power cut, and the settings that say so."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SHOW synchronous_commit")
            seen = cursor.fetchone()[0]
            return seen == "on", f"synchronous_commit={seen}"
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        sync = cursor.execute("PRAGMA synchronous").fetchone()[0]
    return mode == "wal" and sync == 2, f"journal={mode} synchronous={sync}"


def migrations_waiting() -> int:
    """How many migrations have not been applied."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def time_there() -> datetime | None:
    """The database's own time; None for SQLite, which runs on ours."""
    if connection.vendor == "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        found: datetime = cursor.fetchone()[0]
    return found


def tables() -> list[str]:
    """The names of all tables."""
    return connection.introspection.table_names()


def holds_rows(table: str) -> bool:
    """Whether the table is there and has a row. `table` is a name from `tables`, never a person's words."""
    if table not in tables():
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")
        return cursor.fetchone() is not None


def let_go() -> None:
    """Close this thread's connection; the next question opens another."""
    connection.close()


def let_go_of_old() -> None:
    """Close connections that are broken or have lived long enough."""
    close_old_connections()
