"""From the event loop into Django's threads and back: one way there and one way back for a finished page.

What is made while it is read (exports, files) comes back part by part and waits outside the threads for its reader.
When the reader is gone, it is made no further.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, cast

from a2wsgi.wsgi import build_environ

from regulars.wiring.bodies import Body
from regulars.wiring.outgoing import Outgoing, hand

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Sees = Callable[[dict[str, Any], Message, bytes], None]


class ReaderLeft(Exception):
    """Nobody is there any more for what is still being made."""


class Bridge:
    """A WSGI application in threads of its own."""

    def __init__(self, app: App, threads: int) -> None:
        self._app = app
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(
        self, scope: dict[str, Any], body: Body, send: Send, receive: Receive, sees: Sees | None = None
    ) -> None:
        """Answer one request whose body is here; `receive` tells when its sender hangs up.

        `sees` is shown a finished page before it is handed on, with the environment the request had.
        """
        with body.file:
            crossing = _Crossing(self._app, scope, body, send, receive)
            await crossing.run(self._threads, sees)


class _Crossing:
    """One request on its way."""

    def __init__(self, app: App, scope: dict[str, Any], body: Body, send: Send, receive: Receive) -> None:
        self._app, self._send, self._receive = app, send, receive
        self._loop = asyncio.get_running_loop()
        # WSGI writes both with an underscore: what the proxy says could be said by anybody in other letters.
        headers = [line for line in scope["headers"] if b"_" not in line[0]]
        plain = {**scope, "headers": headers}
        self._request = cast(dict[str, Any], build_environ(cast(Any, plain), cast(Any, body.file)))
        self._request["CONTENT_LENGTH"] = str(body.size)
        self._start: Message = {}
        self._out: Outgoing | None = None
        self._pumping: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None

    async def run(self, threads: ThreadPoolExecutor, sees: Sees | None) -> None:
        try:
            with suppress(ReaderLeft):
                whole = await self._loop.run_in_executor(threads, self._work)
                if whole is not None:
                    if sees is not None:
                        sees(self._request, self._start, whole)
                    await hand(self._send, self._start, whole)
                elif self._pumping is not None:
                    await self._handed(self._pumping)
        finally:
            await self._end()

    async def _handed(self, pumping: asyncio.Task[None]) -> None:
        await asyncio.wait({pumping})
        error = None if pumping.cancelled() else pumping.exception()
        if error is not None and not isinstance(error, TimeoutError):
            raise error

    async def _end(self) -> None:
        for task in (self._watching, self._pumping):
            if task is not None:
                task.cancel()
                with suppress(BaseException):
                    await task
        if self._out is not None:
            self._out.close()

    def _work(self) -> bytes | None:
        """In a thread: the finished page, or None when it went part by part."""
        answer = self._app(self._request, self._started)
        try:
            if not getattr(answer, "streaming", True):
                return b"".join(answer)
            self._put(self._open())
            for part in answer:
                self._put(self._part(part, more=True))
            self._put(self._part(b"", more=False))
            return None
        finally:
            getattr(answer, "close", lambda: None)()

    def _started(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[..., None]:
        lines = [
            (name.strip().encode("latin1").lower(), value.strip().encode("latin1")) for name, value in headers
        ]
        code = int(status.split(" ", 1)[0])
        self._start = {"type": "http.response.start", "status": code, "headers": lines}
        return lambda part: self._put(self._part(part, more=True))

    def _put(self, step: Any) -> None:
        asyncio.run_coroutine_threadsafe(step, self._loop).result()

    async def _open(self) -> None:
        self._out = Outgoing(self._send)
        self._pumping = asyncio.create_task(self._out.pump())
        self._watching = asyncio.create_task(self._watch(self._out, self._pumping))
        await self._out.put(self._start)

    async def _watch(self, out: Outgoing, pumping: asyncio.Task[None]) -> None:
        """Who hangs up is handed nothing more. Asked only after the answer began: asking may invite a body."""
        await out.begun.wait()
        while (await self._receive())["type"] != "http.disconnect":
            continue
        pumping.cancel()

    async def _part(self, part: bytes, *, more: bool) -> None:
        assert self._out is not None
        assert self._pumping is not None
        if more and self._pumping.done():
            raise ReaderLeft
        await self._out.put({"type": "http.response.body", "body": part, "more_body": more})
