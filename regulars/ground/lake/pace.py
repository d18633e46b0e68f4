"""How many events one address may send: counted in memory, forgotten after a minute, never written down."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

WINDOW = 60.0
MOST_ADDRESSES = 20_000


class Pace:
    """At most `most` events a minute from one address; 0 means any number."""

    def __init__(self, most: int, now: Callable[[], float] = monotonic) -> None:
        self._most, self._now = most, now
        self._since = now()
        self._counts: dict[str, int] = {}

    def allows(self, address: str, events: int) -> bool:
        """Count events of an address; False when they are more than it may send in this minute."""
        if not self._most:
            return True
        moment = self._now()
        if moment - self._since >= WINDOW or len(self._counts) >= MOST_ADDRESSES:
            self._since, self._counts = moment, {}
        count = self._counts.get(address, 0) + events
        self._counts[address] = count
        return count <= self._most
