"""The server's protocol with an end to its patience: for heads that grow, and for callers who send nothing.

The server underneath reads a head without limit and waits for it for ever. Bodies have limits of their own, in
`bodies`, the lake's `ingest` and the lane's `door`; what trickles in after their answer ends here too.
"""

from __future__ import annotations

import asyncio
import math
from typing import Any

from regulars.wiring.shortcut.quick import Quick

MOST_HEAD = 32 * 1024
# From the connection, or from the last answer, until the head of the next request is here.
HEAD_SECONDS = 20.0
# At the end what is still on its way is taken in and thrown away, or the caller's system would lose the answer.
LINGER_SECONDS = 2.0
# Who takes nothing of what is written is left, a little later than `outgoing` leaves whom it waits for.
STUCK_SECONDS = 35.0
# Requests sent ahead of the answers: each is kept, with all that belongs to it, until its turn comes.
MOST_AHEAD = 64
TOO_LONG = (
    431,
    b"The head of this request is larger than 32 KB. Delete the cookies of this site, or send less.",
)
TOO_SLOW = (408, b"The request did not arrive in time. Please send it again.")
REASONS = {408: b"Request Timeout", 431: b"Request Header Fields Too Large"}


class HeadTooLong(Exception):
    """Raised inside the parser, which hands it on as an error of its own."""


class TooManyAhead(Exception):
    """Raised inside the parser: whoever sends so many without waiting is hung up on."""


class Connection(Quick):
    """One connection. It is looked at every `HEAD_SECONDS` at most; a request costs no timer."""

    _inside_head = False
    _unparsed = 0
    _fields = 0
    _stuck: asyncio.TimerHandle | None = None
    _served: Any = None

    def connection_made(self, transport: Any) -> None:
        """The caller's time begins."""
        super().connection_made(transport)
        self._until = self.loop.time() + HEAD_SECONDS
        self._watch = self.loop.call_later(HEAD_SECONDS, self._look)

    def pause_writing(self) -> None:
        """The caller takes too little: what waits for it does so for a while only."""
        super().pause_writing()
        self._stuck = self.loop.call_later(STUCK_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The caller has taken most of it."""
        if self._stuck is not None:
            self._stuck.cancel()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is left to be watched."""
        self._watch.cancel()
        if self._stuck is not None:
            self._stuck.cancel()
        # The server underneath tells only the request that came last.
        self.pipeline.clear()
        if self._served is not None:
            self._served.disconnected = True
            self._served.message_event.set()
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        self._served = cycle
        super()._start_asgi_task(cycle, app)

    def _parse(self, data: bytes) -> None:
        """Parse, and count what brought neither a whole head nor any body."""
        self._unparsed += len(data)
        super()._parse(data)
        if not self._inside:
            self._unparsed = 0
        elif self._unparsed > MOST_HEAD:
            self._refuse(*TOO_LONG)

    def send_400_response(self, msg: str) -> None:
        """Say which limit it was, where the parser stopped because of one."""
        if len(self.pipeline) > MOST_AHEAD:
            self.transport.abort()
        elif self._fields > MOST_HEAD:
            self._refuse(*TOO_LONG)
        else:
            super().send_400_response(msg)

    def on_message_begin(self) -> None:
        """A head begins."""
        self._fields = 0
        self._inside_head = True
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Part of an address."""
        self._fields += len(url)
        if self._fields > MOST_HEAD:
            raise HeadTooLong
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A field of the head, or one that follows the body."""
        # The server's own method, written out: nothing is called more often.
        self._fields += len(name) + len(value) + 4
        if self._fields > MOST_HEAD:
            raise HeadTooLong
        name = name.lower()
        if name == b"expect" and value.lower() == b"100-continue":
            self.expect_100_continue = True
        self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        """From here on whoever answers has the patience."""
        self._unparsed = 0
        self._until = math.inf
        self._inside_head = False
        super().on_headers_complete()
        if len(self.pipeline) > MOST_AHEAD:
            raise TooManyAhead

    def on_body(self, body: bytes) -> None:
        """Bodies are counted by whoever takes them."""
        self._unparsed = 0
        super().on_body(body)

    def on_response_complete(self) -> None:
        """The caller's time begins anew, unless another request waits for its answer."""
        super().on_response_complete()
        if self.cycle.response_complete:
            self._until = self.loop.time() + HEAD_SECONDS

    def _look(self) -> None:
        # The short ways, to the lane and to strangers' pages, answer without telling: `_last` is when they did.
        left = max(self._until, self._last + HEAD_SECONDS) - self.loop.time()
        if self.transport.is_closing():
            return
        if self._pending or left > 0:
            self._watch = self.loop.call_later(min(max(left, 1), HEAD_SECONDS), self._look)
        elif self._inside_head:
            self._refuse(*TOO_SLOW)
        else:
            self._end()

    def _refuse(self, status: int, sentence: bytes) -> None:
        """Answer, unless an answer is being written, and end the connection."""
        if self._ended or self.transport.is_closing():
            return
        self.pipeline.clear()
        answering = self.cycle is not None and not self.cycle.response_complete
        if answering:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if not (answering and self.cycle.response_started):
            head = b"HTTP/1.1 %d %b\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\n"
            self.transport.write(head % (status, REASONS[status], len(sentence)))
            self.transport.write(b"connection: close\r\n\r\n" + sentence)
        self._end()

    def _end(self) -> None:
        self._ended = True
        self.flow.resume_reading()
        if self.transport.can_write_eof():
            self.transport.write_eof()
            self._watch.cancel()
            self._watch = self.loop.call_later(LINGER_SECONDS, self.transport.close)
        else:
            self.transport.close()

    _until: float
    _watch: asyncio.TimerHandle
