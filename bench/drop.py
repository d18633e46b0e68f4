"""A drop: 100 units, 10,000 buyers, 200 at once, on SQLite and PostgreSQL. Exactly 100 must be sold.

`python -m bench.drop [--json] [--buyers N] [--units M] [--parallel P] [--database sqlite|postgresql]`. Every buyer asks
the drop's fast lane once. Twice: `scarce` is a drop as stores run it (as many may wait as there are pieces; everybody
after them is answered from memory, for good); in `written` everybody gets a place, each on the disk before the answer.
The winners of the first go on: check-out, payment, an order on the disk. Then the market is served as installed, and
others look at product pages with and without a crowd (`bench.neighbours`). Limits: the bare conditional UPDATE on the
same database, one durable commit each, and an empty answer over the same sockets. CPU is that of the server's whole
process tree, the database's included; the client's is not in it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
import uvloop

from bench.http.bare import limit_socket
from bench.http.serving import ROOT, Served, as_installed, market, tree_cpu
from bench.http.walking import ADDRESS, TOTAL, Walker
from bench.neighbours import neighbours
from bench.pages import known_of
from bench.rush import Rush, request_of, rush
from regulars.trade.drops.lane.pace import LINGERS
from tests.postgresql import Cluster, binaries

LIMIT_WRITES = 500
AT_THE_TILL = 16


def main() -> int:
    """Measure and print; exit code 1 when a number is not exact or somebody was left without an answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--buyers", type=int, default=10_000)
    parser.add_argument("--units", type=int, default=100)
    parser.add_argument("--parallel", type=int, default=200)
    parser.add_argument("--database", choices=["sqlite", "postgresql"])
    given = parser.parse_args()
    os.environ |= {"BENCH_UNITS": str(given.units), "BENCH_BUYERS": str(given.buyers)}
    names = [given.database] if given.database else ["sqlite", *(["postgresql"] if binaries() else [])]
    result = {"runs": [run(name, given.buyers, given.units, given.parallel) for name in names]}
    print(json.dumps(result) if given.json else "\n".join(str(one) for one in result["runs"]))
    return 0 if all(one["exact"] for one in result["runs"]) else 1


def run(database: str, buyers: int, units: int, parallel: int) -> dict[str, Any]:
    """Both drops on one database, verified on its disk."""
    with server(database) as (url, extra), market("bench.http.fill_drop", url) as served:
        known = known_of(served)

        def cpu() -> float:
            return served.cpu_seconds() + extra()

        limit = limit_postgresql(url, extra) if url else limit_sqlite()
        time.sleep(LINGERS)  # the server's first page is forgotten
        written = _measured(cpu, served, known["written"], parallel)
        socket = limit_socket([request_of("", one) for one in known["written"]["passes"]], parallel)
        scarce = _measured(cpu, served, known["scarce"], parallel)
        winners = [n for n, word in scarce["rush"].words.items() if word == "won"]
        paid, till = _at_the_till(served, known["people"], scarce["rush"], winners)
        disk = json.loads(_module(served, "count"))
        again = known["written"] | {"passes": known["written"]["passes"][:parallel]}
        with as_installed(served) as whole:
            others = {
                "again": neighbours(whole, again, known["pages"], parallel),
                "surge": neighbours(whole, known["written"], known["pages"], parallel),
            }
    stands = disk["drops"][known["scarce"]["drop"]]
    every = disk["drops"][known["written"]["drop"]]
    exact = (
        paid == len(winners) == units == stands["paid"] == stands["taken"] == disk["orders_paid"]
        and (stands["on_hand"], stands["held"]) == (0, 0)
        and sum(scarce["answers"].values()) == sum(written["answers"].values()) == buyers
        and set(scarce["answers"]) <= {"won", "waiting", "sold-out"}
        and every["seats"] == {"won": units, "placed": buyers - units}
        and disk["books"]
    )
    return {
        "database": database,
        "buyers": buyers,
        "units": units,
        "parallel": parallel,
        "exact": exact,
        "sold": stands["paid"],
        "answers": scarce["answers"],
        "answers_per_s": scarce["answers_per_s"],
        "p99_ms": scarce["p99_ms"],
        "cpu_us_per_answer": scarce["cpu_us"],
        "answers_per_cpu_s": round(1e6 / scarce["cpu_us"]),
        "bare_update_cpu_us": round(limit * 1e6, 1),
        "ratio_to_limit": round(scarce["cpu_us"] / (limit * 1e6), 2),
        "bare_socket_cpu_us": round(socket * 1e6, 1),
        "written": {key: written[key] for key in ("answers", "answers_per_s", "p99_ms", "cpu_us")}
        | {
            "decisions_per_cpu_s": round(1e6 / written["cpu_us"]),
            "ratio_to_limit": round(written["cpu_us"] / (limit * 1e6), 2),
        },
        "till": till,
        "others": others,
    }


@contextmanager
def server(database: str) -> Iterator[tuple[str, Callable[[], float]]]:
    """A PostgreSQL of its own and its CPU seconds; for SQLite nothing."""
    if database == "sqlite":
        yield "", lambda: 0.0
        return
    with Cluster() as cluster:
        yield cluster.url, lambda: tree_cpu(cluster.pid)


def _measured(
    cpu: Callable[[], float], served: Served, drop: dict[str, Any], parallel: int
) -> dict[str, Any]:
    """One rush, everybody once."""
    requests = [request_of(drop["drop"], one) for one in drop["passes"]]
    before = cpu()
    found = uvloop.run(rush(served.port, requests, parallel))
    spent = cpu() - before
    seconds = sorted(found.seconds)
    return {
        "rush": found,
        "answers": found.counted(),
        "answers_per_s": round(len(requests) / found.wall),
        "p99_ms": round(seconds[int(len(seconds) * 0.99)] * 1000, 1),
        "cpu_us": round(spent / len(requests) * 1e6, 1),
    }


def _at_the_till(
    served: Served, people: list[int], found: Rush, winners: list[int]
) -> tuple[int, dict[str, Any]]:
    """Winners check out and pay through the pages; how many could, and how long one took."""
    keys = json.loads(_module(served, "enter", *(str(people[number]) for number in winners)))
    waiting, seconds = list(winners), list[float]()

    async def till(session: aiohttp.ClientSession) -> int:
        done = 0
        while waiting:
            number = waiting.pop()
            walker = Walker(session, f"http://127.0.0.1:{served.port}")
            walker.log_in(keys[str(people[number])])
            started = time.perf_counter()
            done += await _paid(walker, found.refs[number], number)
            seconds.append(time.perf_counter() - started)
        return done

    async def every() -> int:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
            return sum(await asyncio.gather(*(till(session) for _ in range(AT_THE_TILL))))

    started = time.perf_counter()
    paid = uvloop.run(every())
    wall = time.perf_counter() - started
    return paid, {"paid": paid, "per_s": round(paid / wall, 1), "p99_ms": round(max(seconds) * 1000)}


async def _paid(walker: Walker, ticket: str, number: int) -> bool:
    status, page, _to = await walker.get(f"/checkout/CNY/?with={ticket}")
    found = TOTAL.search(page)
    assert status == 200, status
    assert found, "the check-out names no total"
    mine = ADDRESS | {"email": f"buyer{number}@example.com", "phone": f"139{number:08d}"}
    status, page, to = await walker.post(
        f"/checkout/CNY/?with={ticket}", expected_total_minor=found[1], **mine
    )
    assert status == 303, (status, page[:500])
    status, _page, to = await walker.post(f"{to}start", provider="test")
    status, _page, to = await walker.post(f"{to.rstrip('/')}/decide", button="pay")
    return status in (302, 303)


def _module(served: Served, *words: str) -> str:
    command = [sys.executable, "-m", "bench.http.fill_drop", *words]
    done = subprocess.run(command, env=served.env, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1]


def limit_sqlite() -> float:
    """CPU seconds of one bare conditional UPDATE with a durable commit."""
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(f"{folder}/limit.sqlite3", isolation_level=None)
        connection.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE s (id INTEGER PRIMARY KEY, n INT);"
        )
        connection.execute("INSERT INTO s VALUES (1, ?)", (LIMIT_WRITES * 2,))
        started = time.process_time()
        for _ in range(LIMIT_WRITES):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE s SET n = n - 1 WHERE id = 1 AND n >= 1")
            connection.execute("COMMIT")
        spent = time.process_time() - started
        connection.close()
    return spent / LIMIT_WRITES


def limit_postgresql(url: str, extra: Callable[[], float]) -> float:
    """The same on PostgreSQL: this process and the database's."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit TO on")
        connection.execute("CREATE TABLE bench_limit (id INTEGER PRIMARY KEY, n INT)")
        connection.execute("INSERT INTO bench_limit VALUES (1, %s)", (LIMIT_WRITES * 2,))
        before, started = extra(), time.process_time()
        for _ in range(LIMIT_WRITES):
            connection.execute("UPDATE bench_limit SET n = n - 1 WHERE id = 1 AND n >= 1")
        spent = time.process_time() - started + extra() - before
    return spent / LIMIT_WRITES


if __name__ == "__main__":
    raise SystemExit(main())
