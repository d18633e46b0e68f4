"""CACHE_URL -> Django's CACHES entry, and the cache that all processes of one machine share without a server.

Counters against guessing live here, so whatever is chosen must be shared by every process and count atomically. What a
process has read it remembers for a second, as long as nobody changed it (`stamps`): a page asks for the same few values
again and again, and each question to the file costs as much as a small query.
"""

from __future__ import annotations

import os
import pickle
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from django.core.cache import DEFAULT_CACHE_ALIAS, caches
from django.core.cache import cache as default
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

from regulars.ground.engines.database import BadUrl
from regulars.ground.engines.stamps import Stamps

R = TypeVar("R")
SWEEP_EVERY = 1000
TABLE = "CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, value, until REAL) WITHOUT ROWID"
PUT = """
    INSERT INTO entry (key, value, until) VALUES (?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, until = excluded.until
"""
# A process that dies between a change and its mark leaves the others mistaken for so long (seconds).
REMEMBERED, MOST_REMEMBERED, LARGEST = 1.0, 2000, 16 * 1024
Read = tuple[bytes, float, Any]
ALIVE = "key = ? AND (until IS NULL OR until > ?)"


def cache(url: str) -> dict[str, Any]:
    """Settings for `file:///path` (shared on one machine) or `redis://host:port/0` (shared by several).

    Raises BadUrl for another scheme.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {"BACKEND": "regulars.ground.engines.cache.FileCache", "LOCATION": unquote(parts.path)}
    if parts.scheme in {"redis", "rediss"}:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    raise BadUrl(f"CACHE_URL starts with {parts.scheme!r}; use file:///… or redis://…")


class FileCache(BaseCache):
    """A cache in one SQLite file: every process sees it, whole numbers are counted atomically.

    It may be lost at any time. What cannot be kept (a full disk) is forgotten, and a damaged file is begun anew.
    """

    def __init__(self, location: str, params: dict[str, Any]):
        super().__init__(params)
        self._path = Path(location)
        self._local = threading.local()
        self._writes = 0
        self._read_lately: dict[str, Read] = {}
        self._shared: dict[str, Read] = {}
        self._marks: Stamps | None = None

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value unless there is one. False when there was, or when it could not be kept."""
        name = self._key(key, version)
        row = (name, _pack(value), self._until(timeout), time.time())
        return bool(self._write(f"{PUT} WHERE entry.until <= ?", row, name))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value kept, or `default`."""
        name, now = self._key(key, version), time.time()
        mark = self._mark(name)
        known = self._read_lately.get(name)
        if known is not None and known[0] == mark and known[1] - REMEMBERED <= now < known[1]:
            return _unpack(known[2], default)
        found = self._read(f"SELECT value, until FROM entry WHERE {ALIVE}", (name, now))
        if found is None:
            return default
        if mark:
            self._remember(name, (mark, min(now + REMEMBERED, found[1] or now + REMEMBERED), found[0]))
        return _unpack(found[0], default)

    def shared(self, key: str) -> Any:
        """The value kept, or None: the very object that all of this process get, so nobody may change it."""
        name, now = self._key(key, None), time.time()
        mark = self._mark(name)
        known = self._shared.get(name)
        if known is not None and known[0] == mark and known[1] - REMEMBERED <= now < known[1]:
            return known[2]
        value, read = self.get(key), self._read_lately.get(name)
        if value is not None and read is not None and read[0] == mark:
            if len(self._shared) >= MOST_REMEMBERED:
                self._shared.clear()
            self._shared[name] = read[0], read[1], value
        return value

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value."""
        name = self._key(key, version)
        self._write(PUT, (name, _pack(value), self._until(timeout)), name)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value for longer. False when there is none."""
        name = self._key(key, version)
        row = (self._until(timeout), name, time.time())
        return bool(self._write(f"UPDATE entry SET until = ? WHERE {ALIVE}", row, name))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value. False when there is none."""
        name = self._key(key, version)
        return bool(self._write("DELETE FROM entry WHERE key = ?", (name,), name))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a whole number in one step; returns the sum. Raises ValueError when there is none to add to."""
        sql = (
            f"UPDATE entry SET value = value + ? WHERE {ALIVE} AND typeof(value) = 'integer' RETURNING value"
        )
        name = self._key(key, version)
        row = (delta, name, time.time())
        found = self._try(lambda file: file.execute(sql, row).fetchall())
        self._changed(name)
        if not found:
            raise ValueError(f"There is no number called {key!r} to add to")
        return int(found[0][0])

    def clear(self) -> None:
        """Forget everything."""
        self._write("DELETE FROM entry", ())
        self._changed()

    def close(self, **kwargs: Any) -> None:
        """Connections are kept for the next request."""

    def _key(self, key: str, version: int | None) -> str:
        return self.make_and_validate_key(key, version=version)

    def _until(self, timeout: Any) -> float | None:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return None if seconds is None else time.time() + seconds

    def _read(self, sql: str, row: tuple[Any, ...]) -> Any:
        return self._try(lambda file: file.execute(sql, row).fetchone())

    def _remember(self, name: str, read: Read) -> None:
        if isinstance(read[2], bytes) and len(read[2]) > LARGEST:
            return
        if len(self._read_lately) >= MOST_REMEMBERED:
            self._read_lately.clear()
        self._read_lately[name] = read

    @property
    def _stamps(self) -> Stamps | None:
        """None where there is no room for them: then nothing is remembered."""
        if self._marks is None:
            with suppress(OSError, ValueError):
                self._marks = Stamps(Path(f"{self._path}.marks"))
        return self._marks

    def _mark(self, name: str) -> bytes:
        return self._stamps.of(name) if self._stamps else b""

    def _changed(self, name: str = "") -> None:
        """One value is another now, or all are."""
        if not self._stamps:
            return
        if name:
            self._stamps.change(name)
        else:
            self._stamps.change_all()

    def _write(self, sql: str, row: tuple[Any, ...], name: str = "") -> int:
        self._writes += 1
        if self._writes % SWEEP_EVERY == 0:
            self._try(lambda file: file.execute("DELETE FROM entry WHERE until <= ?", (time.time(),)))
        changed = self._try(lambda file: file.execute(sql, row).rowcount) or 0
        if name:
            self._changed(name)
        return changed

    def _try(self, work: Callable[[sqlite3.Connection], R]) -> R | None:
        try:
            return work(self._open())
        except sqlite3.OperationalError:
            return None
        except sqlite3.DatabaseError:
            self._begin_anew()
            return None

    def _open(self) -> sqlite3.Connection:
        """This thread's connection. One that was opened before a fork is not used after it."""
        if getattr(self._local, "pid", None) != os.getpid():
            file = sqlite3.connect(self._path, timeout=2, isolation_level=None)
            file.execute("PRAGMA journal_mode=WAL")
            file.execute("PRAGMA synchronous=OFF")
            file.execute(TABLE)
            self._path.chmod(0o600)
            self._local.file, self._local.pid = file, os.getpid()
        return self._local.file  # type: ignore[no-any-return]

    def _begin_anew(self) -> None:
        self._local.pid = None
        for end in ("", "-wal", "-shm"):
            Path(f"{self._path}{end}").unlink(missing_ok=True)
        self._changed()


def shared(key: str) -> Any:
    """The value of the default cache, or None, without a copy of one's own: whoever gets it must not change it."""
    found: Callable[[str], Any] = getattr(caches[DEFAULT_CACHE_ALIAS], "shared", None) or default.get
    return found(key)


def _pack(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63:
        return value
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def _unpack(stored: Any, default: Any) -> Any:
    """The value; what an older version of the code kept and this one cannot read counts as forgotten."""
    try:
        return stored if isinstance(stored, int) else pickle.loads(stored)
    except Exception:
        return default
