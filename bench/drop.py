"""A drop: 100 units, 10,000 buyers, 200 at once, through the pages. Exactly 100 must be sold.

`python -m bench.drop [--json] [--buyers N] [--units M] [--parallel P]`. Every buyer puts the thing into the basket,
checks out and pays, or gets a clear no. The limit beside it is the bare conditional UPDATE on the same database file
settings, one durable commit each.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sqlite3
import tempfile
import time
from collections import Counter
from typing import Any

from bench.http.serving import market
from bench.http.walking import ADDRESS, TOTAL, Walker, measured
from bench.pages import known_of

LIMIT_WRITES = 500


def main() -> int:
    """Measure and print; exit code 1 when the number sold is not exact."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--buyers", type=int, default=10_000)
    parser.add_argument("--units", type=int, default=100)
    parser.add_argument("--parallel", type=int, default=200)
    given = parser.parse_args()
    os.environ["BENCH_UNITS"] = str(given.units)
    result = run(given.buyers, given.units, given.parallel)
    print(json.dumps(result) if given.json else "\n".join(f"{key}: {value}" for key, value in result.items()))
    return 0 if result["exact"] else 1


def run(buyers: int, units: int, parallel: int) -> dict[str, Any]:
    """One drop, verified."""
    answers: Counter[str] = Counter()
    with market("bench.http.fill") as served:
        drop = known_of(served)["drop"]

        async def buy(walker: Walker, number: int) -> None:
            answers[await _buy(walker, drop, number)] += 1

        before, started = served.cpu_seconds(), time.perf_counter()
        seconds, requests = asyncio.run(measured(buyers, parallel, f"http://127.0.0.1:{served.port}", buy))
        wall, cpu = time.perf_counter() - started, served.cpu_seconds() - before
    ordered = sorted(seconds)
    update = limit()
    return {
        "buyers": buyers,
        "units": units,
        "parallel": parallel,
        "sold": answers["paid"],
        "answers": dict(answers),
        "exact": answers["paid"] == units and sum(answers.values()) == buyers,
        "answers_per_s": round(buyers / wall, 1),
        "p99_ms": round(ordered[int(len(ordered) * 0.99)] * 1000),
        "cpu_ms_per_buyer": round(cpu / buyers * 1000, 2),
        "requests": requests,
        "bare_update_cpu_us": round(update * 1e6, 1),
        "ratio_to_limit": round(cpu / buyers / update, 1),
    }


async def _buy(walker: Walker, variant: str, number: int) -> str:
    status, _page, _to = await walker.post("/basket/add", variant=variant, quantity="1")
    if status not in (302, 303):
        return "sold out"
    status, page, _to = await walker.get("/checkout/CNY/")
    found = TOTAL.search(page)
    if status != 200 or not found:
        return "sold out"
    mine = ADDRESS | {"email": f"buyer{number}@example.com", "phone": f"139{number:08d}"}
    status, _page, to = await walker.post("/checkout/CNY/", expected_total_minor=found[1], **mine)
    if status != 303 or not to.startswith("/pay/"):
        return "sold out"
    status, _page, to = await walker.post(f"{to}start", provider="test")
    status, _page, to = await walker.post(f"{to.rstrip('/')}/decide", button="pay")
    return "paid" if status in (302, 303) else f"payment answered {status}"


def limit() -> float:
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


if __name__ == "__main__":
    raise SystemExit(main())
