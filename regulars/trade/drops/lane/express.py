"""The server's HTTP protocol with a short way to the lane, for requests that arrive whole, in one piece, and plain.

Everything else, and everything unusual (parts, other methods, transfer codings), goes the server's ordinary way and
reaches the same lane by ASGI.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from regulars.trade.drops.lane.door import MOST_BYTES, STATUS, body_of, crew, wish_of
from regulars.trade.drops.rules.answers import Answer

START = b"POST /rt/drop/"
# Each byte can be read in one way only, so that a head made for it cannot keep the matcher busy.
HEAD = re.compile(rb"POST /rt/drop/(drp_[0-9a-z]{20}) HTTP/1\.1\r\n((?:[!-9;-~]+:[ -~\t]*\r\n)+)\r\n")
MOST_HEAD = 8_000
# Whatever says how the message is framed or what becomes of the connection; HEAD has seen that no name ends in blanks.
FRAMING = re.compile(
    rb"^(content-length|transfer-encoding|expect|upgrade|connection|trailer|te):([^\r]*)\r",
    re.IGNORECASE | re.MULTILINE,
)
REASON = {200: b"OK", 403: b"Forbidden", 404: b"Not Found", 410: b"Gone", 503: b"Service Unavailable"}
HEADS = {
    code: b"HTTP/1.1 %d %s\r\ncontent-type: application/json\r\ncache-control: no-store\r\n%scontent-length: "
    % (code, reason, b"retry-after: 1\r\n" if code == 503 else b"")
    for code, reason in REASON.items()
}


class Express(HttpToolsProtocol):
    """uvicorn's protocol, which looks at each first packet before it parses."""

    _pending = False
    _kept: list[bytes]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._inside = False
        self._kept = []
        self._alarm: asyncio.TimerHandle | None = None
        self._last = 0.0

    def data_received(self, data: bytes) -> None:
        """Take the short way if this is exactly one plain request to the lane, and nothing else is under way."""
        if self._pending:
            self._kept.append(data)
            self.flow.pause_reading()
            return
        if data.startswith(START) and not self._busy() and self._took(data):
            return
        super().data_received(data)

    def on_message_begin(self) -> None:
        """The parser is inside a request from here on."""
        self._inside = True
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """The parser is between requests again."""
        self._inside = False
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever hung up is answered no more."""
        self._kept.clear()
        if self._alarm is not None:
            self._alarm.cancel()
        super().connection_lost(exc)

    def _busy(self) -> bool:
        return self._inside or (self.cycle is not None and not self.cycle.response_complete)

    def _took(self, data: bytes) -> bool:
        head = HEAD.match(data) if len(data) <= MOST_HEAD else None
        if head is None:
            return False
        body = data[head.end() :]
        if len(body) > MOST_BYTES or not _plain(FRAMING.findall(head[2]), len(body)):
            return False
        try:
            shown, ordinal = wish_of(body)
        except ValueError:
            return False
        if self.timeout_keep_alive_task is not None:
            self._unset_keepalive_if_required()
        self._pending = True
        crew().ask(head[1].decode(), shown, ordinal, self._reply)
        return True

    def _reply(self, answer: Answer, now: int) -> None:
        if self.transport is None or self.transport.is_closing():
            self._pending = False
            return
        body = body_of(answer, now)
        self.transport.write(b"%b%d\r\n\r\n%b" % (HEADS[STATUS.get(answer.code, 200)], len(body), body))
        self.server_state.total_requests += 1
        if self._kept:
            # Not from inside the answer: a client that sends without waiting would grow the stack. Pending until
            # then, so that what arrives meanwhile stays behind what is kept.
            self.loop.call_soon(self._go_on)
        else:
            self._pending = False
            self._rest()

    def _go_on(self) -> None:
        self._pending = False
        kept = b"".join(self._kept)
        self._kept.clear()
        if not self.transport.is_closing():
            self.flow.resume_reading()
            self.data_received(kept)

    def _rest(self) -> None:
        """One alarm for the whole connection, put off when it rings: setting it anew costs as much as the answer."""
        self._last = self.loop.time()
        if self._alarm is None:
            self._alarm = self.loop.call_later(self.timeout_keep_alive, self._rings)

    def _rings(self) -> None:
        self._alarm = None
        left = self._last + self.timeout_keep_alive - self.loop.time()
        if self._pending or left > 0:
            self._alarm = self.loop.call_later(max(left, 1), self._rings)
        elif not self._busy():
            self.timeout_keep_alive_handler()

    def shutdown(self) -> None:
        """Finish what is being decided before the connection is closed."""
        if self._pending:
            self.loop.call_later(0.05, self.shutdown)
        else:
            super().shutdown()


def _plain(framing: list[tuple[bytes, bytes]], size: int) -> bool:
    """Whether the message is framed by exactly one length, that of its body, and the connection stays."""
    lengths = 0
    for name, value in framing:
        told = value.strip(b" \t")
        if name.lower() == b"content-length" and told.isdigit() and int(told) == size:
            lengths += 1
        elif name.lower() != b"connection" or told.lower() != b"keep-alive":
            return False
    return lengths == 1
