"""One at a time among all processes that use the database: a lock that is free again when its holder dies."""

from __future__ import annotations

import fcntl
import os
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

AGAIN = 0.2


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Wait for the turn called `name`, however long the others take."""
    if connection.vendor == "postgresql":
        with _advisory(name):
            yield
    elif connection.is_in_memory_db():  # type: ignore[attr-defined]
        yield
    else:
        with _file(f"{connection.settings_dict['NAME']}.{name}"):
            yield


@contextmanager
def _file(path: str) -> Iterator[None]:
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


@contextmanager
def _advisory(name: str) -> Iterator[None]:
    """Asked for again and again, because a statement that waits would run into its time limit."""
    key = number_of(name)
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            while not _got(cursor, key):
                time.sleep(AGAIN)
            yield
    finally:
        own.close()


def number_of(name: str) -> int:
    """The number by which PostgreSQL knows the turn."""
    return zlib.crc32(f"regulars.{name}".encode())


def _got(cursor: object, key: int) -> bool:
    cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])  # type: ignore[attr-defined]
    return bool(cursor.fetchone()[0])  # type: ignore[attr-defined]
