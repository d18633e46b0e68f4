"""The crowd's case: the same page asked again and again, changed by another process in the middle of the run."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from typing import Any

import uvloop

from bench.http.serving import ROOT, Served

# What a browser sends.
HEAD = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:130.0) "
    "Gecko/20100101 Firefox/130.0\r\nAccept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
    "Accept-Language: en-US,en;q=0.5\r\nAccept-Encoding: gzip, deflate, br\r\nSec-Fetch-Dest: document\r\n"
    "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Site: none\r\nUpgrade-Insecure-Requests: 1\r\n{more}\r\n"
)
numbers = count(1)


class Changer:
    """A process that changes what a page shows; `path` says which."""

    def __init__(self, served: Served, path: str) -> None:
        self._kind = "store" if path.startswith("/s/") else "product"
        self._which = path.split("/")[2]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.http.change"], cwd=ROOT, env=served.env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self._told("ready")

    def change(self) -> str:
        """Commit another name, and give it."""
        name = f"Renamed{next(numbers)}x"
        assert self._process.stdin is not None
        self._process.stdin.write(f"{self._kind} {self._which} {name}\n")
        self._process.stdin.flush()
        self._told("committed")
        return name

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()

    def _told(self, word: str) -> None:
        assert self._process.stdout is not None
        said = self._process.stdout.readline().strip()
        assert said == word, said


@dataclass
class Reads:
    """What is asked, how often, and what every read that is begun from now on must show."""

    request: bytes
    left: int
    must: bytes = b""
    done: int = 0
    seen: int = 0


class Reader(asyncio.Protocol):
    """One connection that asks for the page as soon as it has the last one."""

    def __init__(self, reads: Reads, done: asyncio.Future[None]) -> None:
        self._reads, self._done = reads, done
        self._begun = 0

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        try:
            self._take(data)
        except AssertionError as wrong:
            self._done.set_exception(wrong)
            self._transport.abort()

    def _take(self, data: bytes) -> None:
        self._got.append(data)
        self._size += len(data)
        if not self._whole:
            head, found, _body = b"".join(self._got).partition(b"\r\n\r\n")
            if not found:
                return
            assert head.startswith(b"HTTP/1.1 200"), head
            told = head.lower()
            at = told.index(b"content-length:") + 15
            self._whole = len(head) + 4 + int(told[at : (told + b"\r").index(b"\r", at)])
        if self._size == self._whole:
            self._reads.done += 1
            if self._must:
                assert self._must in b"".join(self._got), (
                    "an old page was read after the change was committed"
                )
                self._reads.seen += 1
            self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._done.set_result(None)

    def _next(self) -> None:
        reads = self._reads
        if reads.left <= 0:
            self._transport.close()
            return
        reads.left -= 1
        self._got: list[bytes] = []
        self._size = self._whole = 0
        self._must = reads.must
        self._transport.write(reads.request)


async def _read(port: int, reads: Reads, clients: int, changer: Changer | None) -> None:
    loop, most = asyncio.get_running_loop(), reads.left
    ends = [loop.create_future() for _ in range(clients)]
    for end in ends:
        await loop.create_connection(lambda end=end: Reader(reads, end), "127.0.0.1", port)  # type: ignore[misc]
    if changer:
        reads.left = sys.maxsize
        while reads.done < most // 2 and not any(end.done() for end in ends):
            await asyncio.sleep(0.005)
        reads.must = (await asyncio.to_thread(changer.change)).encode()
        reads.left = most // 2
    await asyncio.gather(*ends)


def again(
    served: Served, path: str, reads: int, clients: int, cookies: str = "", changer: Changer | None = None
) -> float:
    """CPU microseconds of the server for one read; `changer` changes the page on the way, which is checked."""
    more = f"Cookie: {cookies}\r\n" if cookies else ""
    asked = Reads(HEAD.format(path=path, port=served.port, more=more).encode(), reads)
    before = served.cpu_seconds()
    uvloop.run(_read(served.port, asked, clients, changer))
    assert asked.done >= reads, "a connection was lost"
    assert changer is None or asked.seen > reads // 8, "nobody read after the change"
    return (served.cpu_seconds() - before) / asked.done * 1e6


def first(served: Served, path: str) -> tuple[bytes, str]:
    """The page as somebody new gets it, and the cookies he then has."""
    connection = HTTPConnection("127.0.0.1", served.port)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, answer.status
    cookies = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    return body, "; ".join(cookies)
