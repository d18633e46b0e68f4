"""Which state of the database is visible now: two equal answers mean that nothing was committed in between."""

from __future__ import annotations

import os
from pathlib import Path

from django.db import connection

# The index of the write-ahead log begins with a copy of its header (https://www.sqlite.org/walformat.html, 2.1): with
# every commit it counts on and names other frames.
HEADER = 48


def version() -> str:
    """The state that a question asked now would see; empty when that cannot be told apart from another.

    Inside a transaction the answer is empty: what it wrote itself is visible to nobody else.
    """
    if connection.in_atomic_block:
        return ""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_snapshot()::text")
            return str(cursor.fetchone()[0])
    return _of_file(Path(str(connection.settings_dict["NAME"])))


def _of_file(database: Path) -> str:
    """Reads the index anew each time, because it is another file after the last connection was closed."""
    try:
        handle = os.open(f"{database}-shm", os.O_RDONLY)
    except OSError:
        return ""
    try:
        header = os.read(handle, HEADER)
        written = os.stat(database).st_mtime_ns
        return f"{os.fstat(handle).st_ino}.{written}.{header.hex()}" if len(header) == HEADER else ""
    except OSError:
        return ""
    finally:
        os.close(handle)
