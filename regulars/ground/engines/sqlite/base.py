"""SQLite whose writers queue fairly.

SQLite's own busy handler sleeps and retries, which starves waiters for seconds under load. Here a
writer first takes an advisory file lock, whose queue the kernel keeps and frees when a process dies.
"""

from __future__ import annotations

import fcntl
import os
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.features import DatabaseFeatures as SqliteFeatures
from django.db.backends.sqlite3.operations import DatabaseOperations as SqliteOperations


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


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite backend with the write lock around every transaction."""

    features_class = DatabaseFeatures
    ops_class = DatabaseOperations
    _write_lock: WriteLock | None = None

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
