"""An answer waits outside the threads for its reader, so that a slow reader never occupies one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import Any

SILENCE = 30.0
TOTAL = 600.0
IN_MEMORY = 1024 * 1024
CHUNK = 64 * 1024
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Outgoing:
    """Takes an answer in as fast as it is made, in memory and then on disk, and hands it to the reader.

    A reader who takes nothing for SILENCE seconds, or needs more than TOTAL, is left.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (closed by `close`)
        self._start: dict[str, Any] | None = None
        self._written = self._read = 0
        self._ended = False
        self._news = asyncio.Event()
        self.begun = asyncio.Event()

    async def put(self, message: dict[str, Any]) -> None:
        """Keep a part of the answer; never waits for the reader."""
        if message["type"] == "http.response.start":
            self._start = message
        else:
            body = message.get("body", b"")
            self._file.seek(self._written)
            self._file.write(body)
            self._written += len(body)
            self._ended = not message.get("more_body", False)
        self._news.set()

    async def pump(self) -> None:
        """Hand the answer over until it has ended. Raises TimeoutError when the reader is left."""
        async with asyncio.timeout(TOTAL):
            while self._start is None:
                await self._wait()
            await self._pass(self._start)
            self.begun.set()
            while not self._ended or self._read < self._written:
                if self._read < self._written:
                    await self._pass({"type": "http.response.body", "body": self._part(), "more_body": True})
                else:
                    await self._wait()
            await self._pass({"type": "http.response.body", "body": b""})

    def close(self) -> None:
        """Let go of what was kept."""
        self._file.close()

    def _part(self) -> bytes:
        self._file.seek(self._read)
        part = self._file.read(CHUNK)
        self._read += len(part)
        return part

    async def _wait(self) -> None:
        self._news.clear()
        await self._news.wait()

    async def _pass(self, message: dict[str, Any]) -> None:
        async with asyncio.timeout(SILENCE):
            await self._send(message)


async def hand(send: Send, start: dict[str, Any], whole: bytes) -> None:
    """Hand a finished answer over; a reader who takes nothing for SILENCE seconds, or needs more than TOTAL, is left."""
    with suppress(TimeoutError):
        if len(whole) <= CHUNK:
            async with asyncio.timeout(SILENCE):
                await send(start)
                await send({"type": "http.response.body", "body": whole})
            return
        out = Outgoing(send)
        await out.put(start)
        await out.put({"type": "http.response.body", "body": whole})
        try:
            await out.pump()
        finally:
            out.close()
