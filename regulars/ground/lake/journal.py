"""Group commit: whoever wants to append waits for one shared write and one shared sync."""

import asyncio
import atexit
import logging
import os
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct

from regulars.ground.lake import segments
from regulars.ground.lake.disk import Disk

logger = logging.getLogger(__name__)

Loop = asyncio.AbstractEventLoop
Waiter = tuple[Loop | None, Any]


class Busy(Exception):
    """So much waits for the disk already that more would only wait longer; try again shortly."""


class Stopped(Exception):
    """The journal was closed."""


class Limits(Struct, frozen=True):
    """How much may wait (bytes), and when a segment is full (bytes) or old (seconds)."""

    waiting_bytes: int = 8 * 1024 * 1024
    segment_bytes: int = 64 * 1024 * 1024
    segment_seconds: float = 60.0


class Journal:
    """The one writer of a stream in this process. It always starts a segment of its own."""

    def __init__(
        self, place: Path, stream: str, *, disk: Disk | None = None, limits: Limits | None = None
    ) -> None:
        self._place, self._stream = place, stream
        self._disk, self._limits = disk or Disk(), limits or Limits()
        self._mutex = threading.Lock()
        self._wake = threading.Condition(self._mutex)
        self._queue: list[tuple[bytes, Waiter]] = []
        self._waiting = 0
        self._idle = self._stopping = False
        self._thread: threading.Thread | None = None
        self._fd, self._size, self._born = -1, 0, 0.0

    async def commit(self, data: bytes) -> None:
        """Append framed records and return when they are durable; raises `Busy`, `Stopped`, `OSError`."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        self._submit(data, (loop, future))
        await future

    def append(self, data: bytes) -> None:
        """Do as `commit` does, from a thread."""
        future: Future[None] = Future()
        self._submit(data, (None, future))
        future.result()

    def close(self) -> None:
        """Write what waits, then let go of the segment."""
        with self._mutex:
            self._stopping = True
            self._wake.notify()
        if self._thread is not None:
            self._thread.join()

    def abandon(self) -> None:
        """Forget the segment in a forked child without touching the parent's lock."""
        if self._fd >= 0:
            os.close(self._fd)

    def _submit(self, data: bytes, waiter: Waiter) -> None:
        with self._mutex:
            if self._stopping:
                raise Stopped
            if self._waiting + len(data) > self._limits.waiting_bytes:
                raise Busy
            self._queue.append((data, waiter))
            self._waiting += len(data)
            if self._thread is None:
                self._start()
            elif self._idle:
                self._wake.notify()

    def _start(self) -> None:
        self._thread = threading.Thread(target=self._run, name=f"lake-{self._stream}", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while True:
            group = self._next_group()
            if group:
                self._commit_group(group)
            self._retire_segment(final=not group and self._stopping)
            if not group and self._stopping:
                return

    def _next_group(self) -> list[tuple[bytes, Waiter]]:
        with self._mutex:
            if not self._queue and not self._stopping:
                self._idle = True
                self._wake.wait(self._limits.segment_seconds if self._fd >= 0 else None)
                self._idle = False
            group, self._queue = self._queue, []
            return group

    def _commit_group(self, group: list[tuple[bytes, Waiter]]) -> None:
        data = b"".join([piece for piece, _ in group])
        error: Exception | None = None
        try:
            self._make_durable(data)
        except Exception as problem:
            logger.exception("The lake cannot write to %s", self._place)
            error = problem
        with self._mutex:
            self._waiting -= len(data)
        _tell((waiter for _, waiter in group), error)

    def _make_durable(self, data: bytes) -> None:
        if self._fd < 0:
            _, self._fd = segments.create(self._place, self._stream)
            self._size, self._born = os.fstat(self._fd).st_size, time.monotonic()
        try:
            self._disk.write(self._fd, data)
            self._disk.sync(self._fd)
        except Exception:
            self._give_up_segment()
            raise
        self._size += len(data)

    def _give_up_segment(self) -> None:
        """After a failed sync nothing is known about the pages: cut the file back and never use it again."""
        try:
            os.ftruncate(self._fd, self._size)
        except OSError:
            logger.exception("A segment of the lake could not be cut back")
        self._release()

    def _retire_segment(self, *, final: bool) -> None:
        if self._fd < 0:
            return
        old = time.monotonic() - self._born >= self._limits.segment_seconds
        if final or old or self._size >= self._limits.segment_bytes:
            self._release()

    def _release(self) -> None:
        segments.release(self._fd)
        self._fd = -1


def _tell(waiters: Iterable[Waiter], error: Exception | None) -> None:
    """Wake every loop once, however many of its requests were in the group."""
    by_loop: defaultdict[Loop | None, list[Any]] = defaultdict(list)
    for loop, future in waiters:
        by_loop[loop].append(future)
    for loop, futures in by_loop.items():
        if loop is None:
            _resolve(futures, error)
        else:
            with suppress(
                RuntimeError
            ):  # the loop closed while its requests waited: nobody is left to be told
                loop.call_soon_threadsafe(_resolve, futures, error)


def _resolve(futures: Iterable[Any], error: Exception | None) -> None:
    for future in futures:
        if future.done():
            continue
        if error is None:
            future.set_result(None)
        else:
            future.set_exception(error)


_journals: dict[tuple[Path, str], Journal] = {}
_journals_lock = threading.Lock()


def journal(place: Path, stream: str) -> Journal:
    """Return this process's one writer for a stream of the lake at `place`; raises `UnknownStream`."""
    segments.folder_of(place, stream)
    key = (place, stream)
    with _journals_lock:
        if key not in _journals:
            _journals[key] = Journal(place, stream)
        return _journals[key]


def close_all() -> None:
    """Close every journal of this process, so that compaction may take the segments at once."""
    with _journals_lock:
        while _journals:
            _journals.popitem()[1].close()


def _start_afresh() -> None:
    global _journals_lock
    _journals_lock = threading.Lock()
    while _journals:
        _journals.popitem()[1].abandon()


atexit.register(close_all)
os.register_at_fork(after_in_child=_start_afresh)
