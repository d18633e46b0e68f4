"""Which state of the database is visible now: two equal answers mean that nothing was committed in between."""

from __future__ import annotations

import os
import threading

from django.db import connection

# The index of the write-ahead log begins with a copy of its header (https://www.sqlite.org/walformat.html, 2.1): with
# every commit it counts on and names other frames.
HEADER = 48

# Never closed: whoever closes a file lets go of all locks that its process holds on it (POSIX), SQLite's own too, and
# two processes would write at once. A held file keeps its inode, so another file at the same place is told apart.
_held: dict[str, tuple[int, int]] = {}
_holding = threading.Lock()


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
    return of_file(str(connection.settings_dict["NAME"]))


def of_file(database: str) -> str:
    """The state of an SQLite file in WAL mode, without asking it. The index is another file after everybody closed it."""
    try:
        index = os.stat(f"{database}-shm").st_ino
        held = _held.get(database)
        if held is None or held[0] != index:
            held = _hold(database, index)
        header = os.pread(held[1], HEADER, 0)
        written = os.stat(database).st_mtime_ns
    except OSError:
        return ""
    return f"{index}.{written}.{header.hex()}" if len(header) == HEADER else ""


def _hold(database: str, index: int) -> tuple[int, int]:
    """The open index, by its inode. Raises OSError, also where it has just become another."""
    with _holding:
        held = _held.get(database)
        if held is None or held[0] != index:
            handle = os.open(f"{database}-shm", os.O_RDONLY | os.O_CLOEXEC)
            held = _held[database] = (os.fstat(handle).st_ino, handle)
    if held[0] != index:
        raise FileNotFoundError(database)
    return held
