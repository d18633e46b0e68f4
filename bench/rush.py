"""A crowd at a drop's fast lane, by the leanest client there is: one socket each, requests made beforehand.

`python -m bench.rush PORT PARALLEL FILE` asks over and over until its standard input ends, and prints what it counted.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import cycle, repeat, takewhile
from pathlib import Path
from typing import Any

import uvloop


@dataclass(slots=True)
class Rush:
    """What came back: the final word for each number of a buyer, and seconds of every answer."""

    words: dict[int, str] = field(default_factory=dict)
    refs: dict[int, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    wall: float = 0.0

    def counted(self) -> dict[str, int]:
        """How many got each answer."""
        return dict(Counter(self.words.values()))


def request_of(drop: str, shown: str) -> bytes:
    """One request, as a browser's fetch would send it, without what the lane does not read."""
    head = f"POST /rt/drop/{drop} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n"
    return f"{head}Content-Length: {len(shown)}\r\n\r\n{shown}".encode()


class Buyers(asyncio.Protocol):
    """One connection that asks for one buyer after the other."""

    def __init__(
        self, requests: list[bytes], numbers: object, rush: Rush, done: asyncio.Future[None]
    ) -> None:
        self._requests, self._numbers, self._rush, self._done = requests, numbers, rush, done
        self._answer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self._answer += data
        _head, found, body = self._answer.partition(b"\r\n\r\n")
        if not found or not body.endswith(b"}"):
            return
        self._rush.seconds.append(time.perf_counter() - self._begun)
        told = json.loads(body)
        self._rush.words[self._number] = told["answer"]
        self._rush.refs[self._number] = told["ref"]
        self._answer = b""
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._done.set_result(None)

    def _next(self) -> None:
        number = next(self._numbers, None)  # type: ignore[call-overload]
        if number is None:
            self._transport.close()
            return
        self._number, self._begun = number, time.perf_counter()
        self._transport.write(self._requests[number])  # type: ignore[attr-defined]


async def rush(port: int, requests: list[bytes], parallel: int) -> Rush:
    """Send every request once, `parallel` at a time."""
    everybody = iter(range(len(requests)))
    return await _asked(port, requests, [everybody] * parallel)


async def _asked(port: int, requests: list[bytes], lines: list[Iterator[int]]) -> Rush:
    loop, found = asyncio.get_running_loop(), Rush()
    ends = [loop.create_future() for _ in lines]
    started = time.perf_counter()
    await asyncio.gather(
        *(
            loop.create_connection(
                lambda end=end, line=line: Buyers(requests, line, found, end), "127.0.0.1", port
            )
            for end, line in zip(ends, lines, strict=True)
        )
    )
    await asyncio.gather(*ends)
    found.wall = time.perf_counter() - started
    return found


async def until_told(port: int, requests: list[bytes], parallel: int) -> dict[str, Any]:
    """Ask over and over until standard input ends: as many buyers as connections ask for themselves, more take turns."""
    told = asyncio.Event()

    def until(numbers: Iterable[int]) -> Iterator[int]:
        return takewhile(lambda _number: not told.is_set(), numbers)

    if len(requests) == parallel:
        lines = [until(repeat(number)) for number in range(parallel)]
    else:
        lines = [until(cycle(range(len(requests))))] * parallel
    asking = asyncio.ensure_future(_asked(port, requests, lines))
    print("begun", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    told.set()
    found = await asking
    seconds = sorted(found.seconds)
    p99 = seconds[int(len(seconds) * 0.99)] if seconds else 0.0
    return {"asks": len(seconds), "seconds": round(found.wall, 2), "p99_ms": round(p99 * 1000, 1)}


if __name__ == "__main__":
    sent = [one.encode() for one in json.loads(Path(sys.argv[3]).read_text())]
    print(json.dumps(uvloop.run(until_told(int(sys.argv[1]), sent, int(sys.argv[2])))))
