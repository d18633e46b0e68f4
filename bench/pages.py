"""Product list, product page, basket with three lines and two offers, whole order: requests/s, p99, CPU, queries.

`python -m bench.pages [--json] [--rounds 3]`. One web process. Rounds are interleaved with a bare page from the
same server (`/healthz`), which is the floor of this stack; CPU is that of the server's process tree.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from http.client import HTTPConnection
from statistics import median
from typing import Any

from bench.http.serving import Served, market
from bench.http.walking import Walker, measured, order, put_in

WALKS = {"floor": 300, "list": 120, "product": 120, "basket": 40, "order": 20}
CLIENTS = (1, 8, 32)
Walk = Callable[[Walker, int], Awaitable[None]]


def walks(known: dict[str, Any]) -> dict[str, Walk]:
    """The measured walks by name."""
    variants, products = known["variants"], known["products"]

    def three(number: int) -> list[str]:
        return [variants[(number * 3 + step) % len(variants)] for step in range(3)]

    async def floor(walker: Walker, number: int) -> None:
        assert (await walker.get("/healthz"))[0] == 200

    async def listing(walker: Walker, number: int) -> None:
        status, page, _ = await walker.get(f"/c/{known['category']}/")
        assert status == 200
        assert "Teapot number" in page

    async def product(walker: Walker, number: int) -> None:
        status, page, _ = await walker.get(f"/p/{products[number % len(products)]}/")
        assert status == 200
        assert "Teapot number" in page

    async def basket(walker: Walker, number: int) -> None:
        await put_in(walker, three(number))
        status, page, _ = await walker.get("/basket/")
        assert status == 200
        assert "10 off from 200" in page

    async def whole(walker: Walker, number: int) -> None:
        assert "<main" in await order(walker, three(number))

    return {"floor": floor, "list": listing, "product": product, "basket": basket, "order": whole}


def known_of(served: Served) -> dict[str, Any]:
    """What the market was filled with."""
    connection = HTTPConnection("127.0.0.1", served.port)
    connection.request("GET", "/static/bench.json")
    found: dict[str, Any] = json.loads(connection.getresponse().read())
    return found


def run(served: Served, name: str, walk: Walk, clients: int) -> dict[str, float]:
    """One round of one walk."""
    base = f"http://127.0.0.1:{served.port}"
    before, started = served.cpu_seconds(), time.perf_counter()
    seconds, requests = asyncio.run(measured(WALKS[name], clients, base, walk))
    wall, cpu = time.perf_counter() - started, served.cpu_seconds() - before
    ordered = sorted(seconds)
    return {
        "cpu_ms": cpu / len(seconds) * 1000,
        "cpu_ms_per_request": cpu / requests * 1000,
        "per_s": len(seconds) / wall,
        "p99_ms": ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1000,
    }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with market("bench.http.fill") as served:
        all_walks = walks(known_of(served))
        for name, walk in all_walks.items():
            run(served, name, walk, 4)
        rounds = [
            (name, clients, run(served, name, walk, clients))
            for _ in range(given.rounds)
            for clients in CLIENTS
            for name, walk in all_walks.items()
        ]
    result = summed(rounds)
    print(json.dumps(result) if given.json else table(result))
    return 0


def summed(rounds: list[tuple[str, int, dict[str, float]]]) -> dict[str, Any]:
    """Medians by walk and clients, with the ratio of CPU to the floor's request."""
    floor = median(got["cpu_ms"] for name, _clients, got in rounds if name == "floor")
    rows = []
    for name in WALKS:
        for clients in CLIENTS:
            of = [got for one, count, got in rounds if (one, count) == (name, clients)]
            row = {key: round(median(got[key] for got in of), 3) for key in of[0]}
            rows.append(
                {"walk": name, "clients": clients, **row, "ratio_to_floor": round(row["cpu_ms"] / floor, 1)}
            )
    return {"floor_cpu_ms": round(floor, 3), "runs": rows}


def table(result: dict[str, Any]) -> str:
    """The result for people."""
    head = f"{'walk':<9}{'clients':>8}{'CPU ms':>10}{'ms/request':>12}{'per s':>9}{'p99 ms':>9}{'x floor':>9}"
    lines = [
        f"{row['walk']:<9}{row['clients']:>8}{row['cpu_ms']:>10.2f}{row['cpu_ms_per_request']:>12.2f}"
        f"{row['per_s']:>9.1f}{row['p99_ms']:>9.1f}{row['ratio_to_floor']:>9.1f}"
        for row in result["runs"]
    ]
    return "\n".join([head, *lines])


if __name__ == "__main__":
    raise SystemExit(main())
