"""People who buy on and on from a served market, whatever happens to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.guarantees.served import Served

PAUSE = 0.2
PASSING = {0, 409, 500, 502, 503}


@dataclass
class Buyer(threading.Thread):
    """Orders one cup after the other; whatever goes wrong, the same order is sent again under the same key."""

    served: Served
    who: str
    acknowledged: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    enough: bool = False

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        """Buy until it is enough; the last order is seen through."""
        while not self.enough:
            self._buy(f"{self.who}-{len(self.acknowledged):06d}")

    def _buy(self, name: str) -> None:
        while True:
            answer = self.served.order(self.who, name)
            self.seen.add(answer.status)
            if answer.status == 303:
                self.acknowledged.append(answer.to.split("/")[2])
                time.sleep(PAUSE)
                return
            if answer.status not in PASSING:
                self.refused.append(answer.status)
                return
            time.sleep(0.1)

    def wait_for(self, more: int) -> None:
        """Until so many more orders were acknowledged."""
        goal, until = len(self.acknowledged) + more, time.monotonic() + 60
        while len(self.acknowledged) < goal:
            assert time.monotonic() < until, f"{self.who} cannot buy any more"
            time.sleep(0.05)


@contextmanager
def buying(served: Served) -> Iterator[list[Buyer]]:
    """Alice and Bob buy meanwhile."""
    buyers = [Buyer(served, "alice"), Buyer(served, "bob")]
    for one in buyers:
        one.start()
    yield buyers
    for one in buyers:
        one.enough = True
        one.join(30)
