"""Product list, product page, basket with three lines and two offers, whole order: requests/s, p99, CPU, queries.

`python -m bench.pages [--json] [--rounds 3] [--only again]`. One web process. Rounds are interleaved with a bare page of
the same server (`/healthz`), which is the floor of this stack; CPU is that of the server's process tree. Then the crowd's
case: one page asked again and again, beside a raw ASGI answer of the same bytes.
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

from bench.http.again import Changer, again, first
from bench.http.raw import raw
from bench.http.serving import Served, market
from bench.http.walking import Walker, measured, order, put_in

WALKS = {"floor": 300, "list": 120, "product": 120, "basket": 40, "order": 20}
CLIENTS = (1, 8, 32)
READS = 6_000
STORE = "/s/purple-clay-house/"
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
    parser.add_argument("--only", choices=["again"])
    given = parser.parse_args()
    with market("bench.http.fill") as served:
        known = known_of(served)
        result = {} if given.only else walked(served, walks(known), given.rounds)
        result["again"] = crowd(served, f"/p/{known['products'][0]}/", given.rounds)
    print(json.dumps(result) if given.json else table(result))
    return 0


def walked(served: Served, all_walks: dict[str, Walk], rounds: int) -> dict[str, Any]:
    """The walks, each visitor another page."""
    for name, walk in all_walks.items():
        run(served, name, walk, 4)
    return summed(
        [
            (name, clients, run(served, name, walk, clients))
            for _ in range(rounds)
            for clients in CLIENTS
            for name, walk in all_walks.items()
        ]
    )


def crowd(served: Served, product: str, rounds: int) -> list[dict[str, Any]]:
    """One page again and again, by people never seen before and by people with all of a visitor's cookies."""
    _body, cookies = first(served, product)
    # Somebody who touched something gets a front of his own, so there only the visitor and his token are known.
    known = "; ".join(pair for pair in cookies.split("; ") if not pair.startswith("moment="))
    cases = [("store again", STORE, ""), ("store again, known", STORE, known),
             ("product again", product, ""), ("product again, known", product, cookies)]  # fmt: skip
    return [_again(served, name, path, told, rounds) for name, path, told in cases]


def _again(served: Served, name: str, path: str, cookies: str, rounds: int) -> dict[str, Any]:
    body, _cookies = first(served, path)
    rows: dict[str, Any] = {"walk": name, "bytes": len(body)}
    changer = Changer(served, path)
    try:
        with raw(body) as bare:
            again(served, path, 200, 4, cookies)
            for clients in CLIENTS:
                pairs = [
                    (again(served, path, READS, clients, cookies, changer), again(bare, path, READS, clients))
                    for _ in range(rounds)
                ]
                ratios = [ours / limit for ours, limit in pairs]
                rows[str(clients)] = {
                    "cpu_us": round(median(ours for ours, _limit in pairs), 1),
                    "raw_us": round(median(limit for _ours, limit in pairs), 1),
                    "ratio": round(median(ratios), 2),
                    "ratios": [round(min(ratios), 2), round(max(ratios), 2)],
                }
    finally:
        changer.close()
    return rows


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
    return "\n\n".join([*([_walks_told(result)] if "runs" in result else []), _again_told(result["again"])])


def _again_told(rows: list[dict[str, Any]]) -> str:
    head = f"{'page':<22}{'bytes':>7}{'clients':>8}{'CPU us':>8}{'raw us':>8}{'ratio':>7}  min-max"
    lines = [
        f"{row['walk']:<22}{row['bytes']:>7}{clients:>8}{got['cpu_us']:>8.1f}{got['raw_us']:>8.1f}{got['ratio']:>7.2f}"
        f"  {got['ratios'][0]}-{got['ratios'][1]}"
        for row in rows
        for clients in CLIENTS
        for got in [row[str(clients)]]
    ]
    return "\n".join([head, *lines])


def _walks_told(result: dict[str, Any]) -> str:
    head = f"{'walk':<9}{'clients':>8}{'CPU ms':>10}{'ms/request':>12}{'per s':>9}{'p99 ms':>9}{'x floor':>9}"
    lines = [
        f"{row['walk']:<9}{row['clients']:>8}{row['cpu_ms']:>10.2f}{row['cpu_ms_per_request']:>12.2f}"
        f"{row['per_s']:>9.1f}{row['p99_ms']:>9.1f}{row['ratio_to_floor']:>9.1f}"
        for row in result["runs"]
    ]
    return "\n".join([head, *lines])


if __name__ == "__main__":
    raise SystemExit(main())
