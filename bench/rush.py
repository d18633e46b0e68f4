"""A crowd at a drop's fast lane, by the leanest client there is: one socket each, requests made beforehand."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, field


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
    loop, found, numbers = asyncio.get_running_loop(), Rush(), iter(range(len(requests)))
    ends = [loop.create_future() for _ in range(parallel)]
    started = time.perf_counter()
    await asyncio.gather(
        *(
            loop.create_connection(lambda end=end: Buyers(requests, numbers, found, end), "127.0.0.1", port)
            for end in ends
        )
    )
    await asyncio.gather(*ends)
    found.wall = time.perf_counter() - started
    return found
