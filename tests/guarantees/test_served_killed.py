"""R17: web processes and the worker are killed while people buy; nothing acknowledged is lost, and all of it is told.

Killed processes come back by themselves. `NIGHTLY=1` kills far more often.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from regulars.faces.terminal.verbs.running import AT_LEAST
from tests.guarantees.buyers import buying
from tests.guarantees.served import PLENTY, market

KILLS = 60 if os.environ.get("NIGHTLY") == "1" else 2
BACK_WITHIN = 30.0
TOLD_WITHIN = 60.0
UNTOLD = "SELECT count(*) FROM bus_message WHERE relayed_at IS NULL"


@pytest.mark.kill
@pytest.mark.nightly
def test_whoever_is_killed_nothing_acknowledged_is_lost() -> None:
    dice, killed = random.Random(17), Counter[int]()
    with tempfile.TemporaryDirectory() as home:
        database = Path(home) / "regulars.sqlite3"
        with market(Path(home), f"sqlite://{database}", web=2, worker=True) as served:
            with buying(served) as buyers:
                for _number in range(KILLS):
                    time.sleep(AT_LEAST)
                    for one in buyers:
                        one.wait_for(1)
                    victim = dice.choice(served.processes())
                    os.kill(victim, signal.SIGKILL)
                    killed[victim] += 1
                    served.wait(BACK_WITHIN)
                for one in buyers:
                    one.wait_for(1)
            acknowledged = [group for one in buyers for group in one.acknowledged]
            with closing(sqlite3.connect(database)) as known:
                stored = {row[0] for row in known.execute("SELECT public_id FROM orders_ordergroup")}
                held = known.execute("SELECT held FROM catalog_stock WHERE on_hand = ?", [PLENTY]).fetchone()
                until = time.monotonic() + TOLD_WITHIN
                while waiting := known.execute(UNTOLD).fetchone()[0]:
                    assert time.monotonic() < until, f"{waiting} facts were not told"
                    time.sleep(0.2)
    assert len(killed) == KILLS
    assert [one.refused for one in buyers] == [[], []]
    assert len(acknowledged) == len(set(acknowledged))
    assert set(acknowledged) == stored
    assert held == (len(stored),)


@pytest.mark.kill
def test_when_the_one_that_started_the_web_processes_is_killed_others_take_the_address() -> None:
    with tempfile.TemporaryDirectory() as home:
        database = f"sqlite://{home}/regulars.sqlite3"
        with market(Path(home), database, web=2) as served:
            time.sleep(AT_LEAST)
            before = served.processes()
            os.kill(before[0], signal.SIGKILL)
            until = time.monotonic() + BACK_WITHIN
            # The one that started them, its helper and two web processes; nobody of before is left on the address.
            while len(now := served.processes()) < len(before) or any(map(alive, before)):
                assert time.monotonic() < until, (before, now)
                time.sleep(0.1)
            served.wait(BACK_WITHIN)


def alive(process: int) -> bool:
    """Whether a process is there, and not only its remains."""
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
