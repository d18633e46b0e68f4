"""Decisions on their way to the lake: kept in memory for a second, then appended together by a thread.

The page that decided waits for nothing. A process that dies takes its last second of decisions with it; one that ends
in order writes them first.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time
from collections import deque

from regulars.discovery.decisions.rules import Decision
from regulars.ground.lake.journal import Busy

log = logging.getLogger(__name__)
SECONDS = 1.0
BATCH = 500
MOST = 10_000


class Keeper:
    """The decisions of this process that are not in the lake yet, and the thread that brings them there."""

    def __init__(self) -> None:
        self._waiting: deque[Decision] = deque(maxlen=MOST)
        self._some = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def keep(self, decision: Decision) -> None:
        """Take one. When the memory is full the oldest goes."""
        self._waiting.append(decision)
        if self._thread is None:
            self._start()
        self._some.set()

    def flush(self) -> int:
        """Write what waits and return how many rows that made. Raises `OSError`, `Busy`."""
        written = 0
        with self._lock:
            while self._waiting:
                written += self._write()
        return written

    def _write(self) -> int:
        from regulars.discovery.decisions.actions.writing import write

        batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
        try:
            return write(batch)
        except (OSError, Busy):
            room = MOST - len(self._waiting)
            self._waiting.extendleft(reversed(batch[len(batch) - min(room, len(batch)) :]))
            raise

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="decisions", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            self._some.wait()
            time.sleep(SECONDS)
            self._some.clear()
            self.flush_or_say()

    def flush_or_say(self) -> None:
        """Write what waits; a failure is told to the log and nobody else."""
        try:
            self.flush()
        except Exception:
            log.exception("Decisions could not be kept")


_keeper = Keeper()


def keep(decision: Decision) -> None:
    """Remember a decision; costs the page that made it no wait. A full memory drops the oldest."""
    _keeper.keep(decision)


def flush() -> int:
    """Write at once what waits in this process; returns how many were kept. Raises `OSError`, `Busy`."""
    return _keeper.flush()


def _start_afresh() -> None:
    global _keeper
    _keeper = Keeper()


def _at_exit() -> None:
    _keeper.flush_or_say()


atexit.register(_at_exit)
os.register_at_fork(after_in_child=_start_afresh)
