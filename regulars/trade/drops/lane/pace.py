"""How fast a process asks its lane while it also makes pages, so that a rush in one store is not felt in the others.

Asks are taken a slice at a time, in the order they came, and the lane's work is a tenth of the process's time. Who asks
again within a second is answered when it is over. Nobody is sent away for it. Repetitions and forged passes have a line
of their own: however many somebody sends, those who ask for the first time are not held up.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Hashable
from mmap import mmap
from pathlib import Path
from struct import Struct
from typing import Any

SHARE = 0.1
SLICE = 64  # asks at once: about three milliseconds
REST = 8  # of a slice, for the second line, while somebody stands in the first
SOCKET = 15e-6  # CPU seconds it takes the server to read one from its socket and to write the answer
LINGERS = 1.0  # seconds after the last page for which another is expected
AGAIN_US = 1_000_000
MOMENT = Struct("d")
log = logging.getLogger("regulars.drops")


class Others:
    """Requests for anything but the lane that this process is answering, and when one was last seen by any process."""

    def __init__(self) -> None:
        self.here = 0
        self._seen = memoryview(bytearray(MOMENT.size)).cast("d")
        self._seen[0] = -LINGERS

    def share(self, path: Path) -> None:
        """Let the processes of one market know of one another: a lane that has no visitors itself works beside others'.

        `path`: a file of eight bytes. Without it (it cannot be written) each process minds its own visitors.
        """
        try:
            with path.open("a+b") as file:
                file.truncate(MOMENT.size)
                self._seen = memoryview(mmap(file.fileno(), MOMENT.size)).cast("d")
        except (OSError, ValueError):
            log.warning("%s cannot be shared among the web processes", path)

    def come(self) -> None:
        """One begins."""
        self.here += 1
        self._seen[0] = time.monotonic()

    def gone(self) -> None:
        """One is answered, or hung up."""
        self.here -= 1
        self._seen[0] = time.monotonic()

    def expected(self) -> bool:
        """Whether one is here, or was a moment ago anywhere on this machine."""
        # A file may be left from before the machine started: its clock was another.
        return self.here > 0 or 0 <= time.monotonic() - self._seen[0] < LINGERS


others = Others()


class Pace:
    """Hands on to `ask` what comes: at once while nobody else is expected, else a slice at a time and then a rest.

    `spent`: CPU seconds the lane has used so far for deciding and telling.
    """

    def __init__(self, others: Others, ask: Callable[..., None], spent: Callable[[], float]) -> None:
        self._others, self._ask, self._spent = others, ask, spent
        self._line: deque[tuple[Any, ...]] = deque()
        self._second: deque[tuple[Any, ...]] = deque()
        self._rests = False
        self._free = self._paid = self._heard = 0.0

    def free(self) -> bool:
        """Whether whoever comes now is heard at once: nobody else is expected, and nobody stands in a line."""
        return not self._line and not self._second and not self._others.expected()

    def come(self, *wish: Any, second: bool = False) -> None:
        """Somebody asks. `second`: behind those who ask for the first time."""
        if self.free():
            self._ask(*wish)
            return
        (self._second if second else self._line).append(wish)
        if not self._rests:
            self._rest()

    def waiting(self, second: bool = False) -> int:
        """How many stand in a line."""
        return len(self._second if second else self._line)

    def _rest(self) -> None:
        self._rests = True
        asyncio.get_running_loop().call_at(self._free, self._go)

    def _go(self) -> None:
        self._rests = False
        now, behind = asyncio.get_running_loop().time(), len(self._second)
        first = min(SLICE - min(REST, behind), len(self._line))
        behind = min(SLICE - first, behind)
        count = first + behind
        if now - self._free > LINGERS:
            self._paid = self._heard + self._spent()  # what was long ago is in nobody's way
        begun = time.thread_time()
        for line, many in ((self._line, first), (self._second, behind)):
            for _ in range(many):
                self._ask(*line.popleft())
        self._heard += time.thread_time() - begun + count * SOCKET
        paid = self._heard + self._spent()
        # What slices cost, to the answers, is paid for by a rest before the next.
        self._free = now + ((paid - self._paid) * (1 / SHARE - 1) if self._others.expected() else 0.0)
        self._paid = paid
        if self._line or self._second:
            self._rest()


class Patience:
    """Remembers who asked in the last second."""

    def __init__(self) -> None:
        self._now: dict[Hashable, int] = {}
        self._before: dict[Hashable, int] = {}
        self._since = 0

    def left(self, who: Hashable, now: int) -> int:
        """For how long (µs) somebody who asks at `now` has to wait; 0 for who has not asked within a second."""
        if not 0 <= now - self._since < AGAIN_US:
            fresh = 0 <= now - self._since < 2 * AGAIN_US
            self._before, self._now, self._since = self._now if fresh else {}, {}, now
        last = self._now.get(who) or self._before.get(who)
        if last is not None and (left := last + AGAIN_US - now) > 0:
            return min(left, AGAIN_US)
        self._now[who] = now
        return 0
