"""R17 on a drop: everything that serves is killed while a crowd asks and pays, then the worker.

Everybody ends with one final answer, every piece is sold once or given on, and the books are right.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest

from regulars.faces.terminal.verbs.running import AT_LEAST
from tests.guarantees.served import HOME, PLENTY, Served, market
from tests.guarantees.served_drop import PEOPLE, UNITS

WITHIN = 60.0
UNTOLD = "SELECT count(*) FROM bus_message WHERE relayed_at IS NULL"
TOTAL = re.compile(r'name="expected_total_minor" value="(\d+)"')


@dataclass
class Crowd:
    """Everybody who wants a cup. `served` is where they ask; one of those who win falls asleep and does not pay."""

    served: Served
    told: dict[int, list[str]] = field(default_factory=dict)
    sleeper: int | None = None
    lock: Any = field(default_factory=threading.Lock)

    def begin(self) -> list[threading.Thread]:
        """All at once."""
        self.told = {number: [] for number in range(PEOPLE)}
        threads = [threading.Thread(target=self._buy, args=[one], daemon=True) for one in self.told]
        for one in threads:
            one.start()
        return threads

    def heard(self, word: str) -> int:
        """How many have heard this."""
        return sum(word in words for words in list(self.told.values()))

    def wait_for(self, word: str, people: int) -> None:
        """Until so many have heard it."""
        until = time.monotonic() + WITHIN
        while self.heard(word) < people:
            assert time.monotonic() < until, (word, self.told)
            time.sleep(0.01)

    def _buy(self, number: int) -> None:
        while True:
            answer = self._ask(number)
            if answer is None:
                time.sleep(0.1)
                continue
            self.told[number].append(answer["answer"])
            if answer["final"]:
                return
            if answer["answer"] == "won" and not self._sleeps(number):
                self._pay(number, answer["ref"])
            time.sleep(0.3)

    def _sleeps(self, number: int) -> bool:
        with self.lock:
            self.sleeper = number if self.sleeper is None else self.sleeper
            return self.sleeper == number

    def _ask(self, number: int) -> dict[str, Any] | None:
        """The lane's answer; None when nobody is there, or none yet."""
        line = HTTPConnection("127.0.0.1", self.served.port, timeout=20)
        try:
            line.request("POST", f"/rt/drop/{self.served.told['drop']}", self.served.told["passes"][number])
            answer = line.getresponse()
            body = answer.read()
        except (OSError, HTTPException):
            return None
        finally:
            line.close()
        assert answer.status in (200, 503), (answer.status, body)
        return dict(json.loads(body)) if answer.status == 200 else None

    def _pay(self, number: int, ticket: str) -> None:
        """From the ticket to the money; wherever it is cut off, the next round begins anew with the same keys."""
        who, checkout = f"P{number}", f"/checkout/CNY/?with={ticket}"
        page = self.served.ask(checkout, who)
        found = TOTAL.search(page.text)
        form = HOME | {"email": f"{who}@example.com", "expected_total_minor": found[1] if found else "5500"}
        placed = self.served.ask(checkout, who, form, f"order-{ticket}")
        if placed.status == 303:
            self._settle(who, placed.to)

    def _settle(self, who: str, pay: str) -> None:
        while True:
            started = self.served.ask(f"{pay}start", who, {"provider": "test"}, f"start-{who}")
            if started.status == 303:
                decide = f"{started.to.rstrip('/')}/decide"
                if self.served.ask(decide, who, {"button": "pay"}, f"pay-{who}").status in (302, 303):
                    return
            time.sleep(0.1)


def worker_of(served: Served) -> int:
    """The process that runs what is due."""
    found = [one for one in served.processes() if b"\0worker" in Path(f"/proc/{one}/cmdline").read_bytes()]
    assert len(found) == 1
    return found[0]


@pytest.mark.kill
@pytest.mark.nightly
def test_a_drop_outlives_its_servers() -> None:
    with tempfile.TemporaryDirectory() as home:
        database = Path(home) / "regulars.sqlite3"
        place = (Path(home), f"sqlite://{database}")
        filled = "tests.guarantees.served_drop"
        with market(*place, filled_by=filled) as served:
            crowd = Crowd(served)
            threads = crowd.begin()
            crowd.wait_for("won", 2)
            served.kill()
        with market(*place, worker=True) as served:
            begun, crowd.served = time.monotonic(), served
            crowd.wait_for("paid", 1)
            time.sleep(max(0, AT_LEAST - (time.monotonic() - begun)))
            os.kill(worker_of(served), signal.SIGKILL)
            with closing(sqlite3.connect(database, timeout=20)) as known:
                over = "UPDATE drops_seat SET pay_until_us = won_us WHERE state = 'won' AND holder IN "
                known.execute(
                    over + "(SELECT 'p' || id FROM accounts_person WHERE name = ?)", [f"P{crowd.sleeper}"]
                )
                known.commit()
                for one in threads:
                    one.join(WITHIN)
                until = time.monotonic() + WITHIN
                while waiting := known.execute(UNTOLD).fetchone()[0]:
                    assert time.monotonic() < until, f"{waiting} facts were not told"
                    time.sleep(0.2)
                row = known.execute("SELECT units, taken, paid, waiting FROM drops_drop").fetchone()
                orders = known.execute("SELECT state, count(*) FROM orders_order GROUP BY state").fetchall()
                shelf = known.execute(
                    "SELECT on_hand, held FROM catalog_stock WHERE on_hand > 1000"
                ).fetchall()
                books = known.execute(
                    "SELECT sum(amount_minor) FROM settlement_line GROUP BY currency"
                ).fetchall()
    final = Counter(words[-1] for words in crowd.told.values())
    assert final == {"paid": UNITS, "lapsed": 1, "sold-out": PEOPLE - UNITS - 1}
    assert crowd.told[crowd.sleeper or 0][-1] == "lapsed"
    assert row == (UNITS, UNITS, UNITS, 0)
    assert orders == [("paid", UNITS)]
    assert shelf == [(PLENTY - UNITS, 0)]
    assert books == [(0,)]
