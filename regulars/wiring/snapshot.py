"""What the migrations make of an empty SQLite file, kept as SQL, so that a new market is ready in a second.

The snapshot is used only while every migration it holds is, byte for byte, the one on the disk; the migrations alone
decide otherwise, and whatever came after them (a plug-in's, say) is applied on top. `manage.py snapshot` writes it anew.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

PLACE = Path(__file__).with_name("snapshot.sql")
HEAD = "-- "


def digest_of(names: Iterable[str], body: str) -> str:
    """SHA-256 over the sources of these migrations (`app.name`) and the SQL. Raises KeyError where one is gone."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    told = hashlib.sha256(body.encode())
    for name in names:
        app, _, number = name.partition(".")
        source = sys.modules[known[app, number].__module__].__file__
        told.update(name.encode() + b"\0" + Path(source or "").read_bytes())
    return told.hexdigest()


def fits() -> bool:
    """Whether the snapshot is what today's migrations make."""
    return bool(_body())


def load(database: BaseDatabaseWrapper) -> bool:
    """Fill an empty SQLite database from the snapshot; False, and nothing done, where it may not be used."""
    if database.vendor != "sqlite" or database.introspection.table_names() or not (body := _body()):
        return False
    database.ensure_connection()
    # Rows stand in it before the tables they point to.
    database.disable_constraint_checking()
    try:
        database.connection.executescript(body)
    finally:
        database.enable_constraint_checking()
    with database.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET applied = strftime('%Y-%m-%d %H:%M:%f', 'now')")
    return True


def text_of(path: Path) -> str:
    """The snapshot of a freshly migrated SQLite file."""
    with closing(sqlite3.connect(path)) as fresh:
        fresh.execute("UPDATE django_migrations SET applied = '2000-01-01 00:00:00'")
        body = "\n".join(fresh.iterdump()) + "\n"
        names = [
            f"{app}.{name}"
            for app, name in fresh.execute("SELECT app, name FROM django_migrations ORDER BY id")
        ]
        fresh.rollback()
    return f"{HEAD}{digest_of(names, body)}\n{HEAD}{json.dumps(names)}\n{body}"


def _body() -> str:
    """The SQL where it fits, else nothing: also when the file is cut short, or no snapshot at all."""
    if not PLACE.exists():
        return ""
    try:
        digest, names, body = PLACE.read_text("utf-8").split("\n", 2)
        known = digest_of(json.loads(names.removeprefix(HEAD)), body)
    except (KeyError, TypeError, ValueError):
        return ""
    return body if digest == HEAD + known else ""
