"""SQLite whose writers queue fairly.

SQLite's own busy handler sleeps and retries, which starves waiters for seconds under load. Here a
writer first takes an advisory file lock, whose queue the kernel keeps and frees when a process dies.
"""

from __future__ import annotations

import fcntl
import os
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX, SQLiteCursorWrapper
from django.db.backends.sqlite3.features import DatabaseFeatures as SqliteFeatures
from django.db.backends.sqlite3.operations import DatabaseOperations as SqliteOperations

LONG = 20_000  # statements of many rows differ each time


class WriteLock:
    """An exclusive lock on `<database>.wlock`, one open file per connection."""

    def __init__(self, path: str):
        self._path = path
        self._file: int | None = None
        self.held = False

    def take(self) -> None:
        """Wait in the kernel's queue for the lock; a holder that dies gives it up."""
        if self.held:
            return
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        self.held = True

    def free(self) -> None:
        """Give the lock back."""
        if self.held and self._file is not None:
            self.held = False
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Give the lock back and close the file."""
        self.free()
        if self._file is not None:
            os.close(self._file)
            self._file = None


class DatabaseFeatures(SqliteFeatures):
    """SQLite has taken 32,766 parameters a statement since 3.32; Django still counts on 999."""

    max_query_params = 32_000


class DatabaseOperations(SqliteOperations):
    """Batches as large as the parameters allow, for one column too."""

    def bulk_batch_size(self, fields: Any, objs: Any) -> int:
        """How many rows one statement takes."""
        return max(1, DatabaseFeatures.max_query_params // max(1, len(fields)))


@lru_cache(2_000)
def _with_question_marks(query: str) -> str:
    return FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class Cursor(SQLiteCursorWrapper):
    """Django's cursor, which remembers how it wrote the placeholders of a statement."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """SQLite's own placeholders instead of Python's."""
        if param_names is None and len(query) < LONG:
            return _with_question_marks(query)
        return super().convert_query(query, param_names=param_names)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite backend with the write lock around every transaction."""

    features_class = DatabaseFeatures
    ops_class = DatabaseOperations
    _write_lock: WriteLock | None = None

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor of our kind."""
        return self.connection.cursor(factory=Cursor)

    def _lock(self) -> WriteLock | None:
        if self._write_lock is None and not self.is_in_memory_db():
            self._write_lock = WriteLock(f"{self.settings_dict['NAME']}.wlock")
        return self._write_lock

    def _start_transaction_under_autocommit(self) -> None:
        lock = self._lock()
        if lock is None:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            return
        lock.take()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            lock.free()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            if self._write_lock and not self._still_open():
                self._write_lock.free()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            if self._write_lock:
                self._write_lock.free()

    def _still_open(self) -> bool:
        return self.connection is not None and self.connection.in_transaction

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            if self._write_lock:
                self._write_lock.close()
