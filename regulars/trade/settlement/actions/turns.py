"""One at a time: what is decided from a balance must not be decided twice at once."""

from __future__ import annotations

from django.db import connection


def take_turn(name: str) -> None:
    """Hold `name` until the transaction ends. SQLite's writers already take turns."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"settlement:{name}"])
