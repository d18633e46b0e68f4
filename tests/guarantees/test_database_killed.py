"""R18: the database server is killed while people buy; what was acknowledged is there, once, and the site comes back.

Runs wherever PostgreSQL's server is installed, on a cluster of its own, whatever the other tests run on.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import psycopg
import pytest

from tests.guarantees.buyers import buying
from tests.guarantees.served import PLENTY, market
from tests.postgresql import Cluster, binaries

KILLS = 5
BACK_WITHIN = 15.0


@pytest.mark.kill
@pytest.mark.postgresql
@pytest.mark.nightly
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
