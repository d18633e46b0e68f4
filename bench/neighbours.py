"""R07: how pages of other stores fare while a crowd asks a drop's lane. Two kinds of users, each in a process of its own.

Four shoppers look at product pages, 50 ms between one and the next; 200 buyers ask the lane, each again as soon as they
are answered, which no page does (with as many passes as sockets each asks for itself; with more they take turns). Their
process yields to everything (nice 19), because it stands for machines elsewhere.
Quiet and beside the crowd take turns, so that whatever else the machine does falls on both.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
import uvloop

from bench.http.serving import ROOT, Served
from bench.rush import request_of

LOOKERS = 4
PAUSE = 0.05
SECONDS = 2.5
ROUNDS = 5


def neighbours(served: Served, drop: dict[str, Any], pages: list[str], parallel: int) -> dict[str, Any]:
    """What pages take quiet and beside a crowd, how many failed, and how many asks the crowd had answered."""
    requests = [request_of(drop["drop"], one) for one in drop["passes"]]
    looked(served, pages, 2.0)  # what is drawn first is compiled first
    quiet, beside, asks, errors = list[float](), list[float](), list[dict[str, Any]](), 0
    for _ in range(ROUNDS):
        looks, wrong = looked(served, pages, SECONDS)
        quiet, errors = quiet + looks, errors + wrong
        with crowd(served.port, requests, parallel) as told:
            looks, wrong = looked(served, pages, SECONDS)
        beside, errors = beside + looks, errors + wrong
        asks.append(told)
    return {
        "quiet_p95_ms": p95(quiet),
        "beside_p95_ms": p95(beside),
        "ratio": round(p95(beside) / p95(quiet), 2),
        "looks": [len(quiet), len(beside)],
        "errors": errors,
        "asks_per_s": round(sum(one["asks"] for one in asks) / sum(one["seconds"] for one in asks)),
        "ask_p99_ms": max(one["p99_ms"] for one in asks),
    }


def p95(seconds: list[float]) -> float:
    """The 95th percentile in ms."""
    return round(sorted(seconds)[int(len(seconds) * 0.95)] * 1000, 1) if seconds else 0.0


def looked(served: Served, pages: list[str], seconds: float) -> tuple[list[float], int]:
    """How long each look took, and how many failed."""
    return uvloop.run(_looked(f"http://127.0.0.1:{served.port}", pages, seconds))


async def _looked(base: str, pages: list[str], seconds: float) -> tuple[list[float], int]:
    looks, errors, until = list[float](), 0, time.perf_counter() + seconds

    async def looker(number: int) -> None:
        nonlocal errors
        # A connection each: whichever of the web processes takes it keeps it.
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=1)) as session:
            while (started := time.perf_counter()) < until:
                async with session.get(base + pages[number % len(pages)]) as answer:
                    await answer.read()
                    errors += answer.status != 200
                looks.append(time.perf_counter() - started)
                await asyncio.sleep(PAUSE)

    await asyncio.gather(*(looker(number) for number in range(LOOKERS)))
    return looks, errors


@contextmanager
def crowd(port: int, requests: list[bytes], parallel: int) -> Iterator[dict[str, Any]]:
    """A process that asks until the block ends; what it counted afterwards."""
    told: dict[str, Any] = {}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump([one.decode() for one in requests], file)
        file.flush()
        command = [sys.executable, "-m", "bench.rush", str(port), str(parallel), file.name]
        asking = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, preexec_fn=_yields
        )
        assert asking.stdin is not None
        assert asking.stdout is not None
        asking.stdout.readline()  # it has begun
        try:
            yield told
        finally:
            asking.stdin.close()
            told |= json.loads(asking.stdout.read())
            asking.wait()


def _yields() -> None:
    os.nice(19)
