"""R18: the database server is killed while people buy; what was acknowledged is there, once, and the site comes back.

Runs wherever PostgreSQL's server is installed, on a cluster of its own, whatever the other tests run on.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from tests.guarantees.served import PLENTY, Served, market
from tests.postgresql import Cluster, binaries

KILLS = 5
BACK_WITHIN = 15.0
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


@pytest.mark.kill
@pytest.mark.postgresql
def test_nothing_acknowledged_is_lost_with_the_server() -> None:
    with (
        Cluster() as cluster,
        tempfile.TemporaryDirectory() as home,
        market(Path(home), cluster.url) as served,
    ):
        with buying(served) as buyers:
            for _ in range(KILLS):
                for one in buyers:
                    one.wait_for(1)
                cluster.kill()
                assert served.ask("/s/purple-clay-house/").status == 503
                cluster.start()
                served.wait(BACK_WITHIN)
                served.wait(BACK_WITHIN, "/s/purple-clay-house/")
            for one in buyers:
                one.wait_for(1)
        with psycopg.connect(cluster.url) as database:
            stored = {row[0] for row in database.execute("SELECT public_id FROM orders_ordergroup")}
            held = database.execute("SELECT held FROM catalog_stock WHERE on_hand = %s", [PLENTY]).fetchone()
    acknowledged = [group for one in buyers for group in one.acknowledged]
    assert [one.refused for one in buyers] == [[], []]
    assert len(acknowledged) == len(set(acknowledged))
    assert set(acknowledged) == stored
    assert held == (len(stored),)


if binaries() is None:  # nothing to kill here
    del test_nothing_acknowledged_is_lost_with_the_server
