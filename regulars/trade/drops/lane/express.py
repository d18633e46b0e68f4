"""The server's HTTP protocol with a short way to the lane, for requests that arrive whole, in one piece, and plain.

Everything else, and everything unusual (parts, other methods, transfer codings), goes the server's ordinary way and
reaches the same lane by ASGI.
"""

from __future__ import annotations

import re
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from regulars.trade.drops.lane.door import MOST_BYTES, STATUS, body_of, crew, wish_of
from regulars.trade.drops.rules.answers import Answer

START = b"POST /rt/drop/"
HEAD = re.compile(rb"POST /rt/drop/(drp_[0-9a-z]{20}) HTTP/1\.1\r\n((?:[!-9;-~]+:[ \t]*[ -~\t]*\r\n)+)\r\n")
LENGTH = re.compile(rb"(?:^|\n)content-length:[ \t]*([0-9]{1,4})[ \t]*\r", re.IGNORECASE)
NAMED = re.compile(rb"content-length", re.IGNORECASE)
UNUSUAL = re.compile(rb"(?:^|\n)(?:transfer-encoding|expect|upgrade|connection|trailer|te):", re.IGNORECASE)
KEPT = re.compile(rb"(?:^|\n)connection:[ \t]*keep-alive[ \t]*\r", re.IGNORECASE)
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

    def data_received(self, data: bytes) -> None:
        """Take the short way if this is exactly one plain request to the lane, and nothing else is under way."""
        if self._pending:
            self._kept.append(data)
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
        super().connection_lost(exc)

    def _busy(self) -> bool:
        return self._inside or (self.cycle is not None and not self.cycle.response_complete)

    def _took(self, data: bytes) -> bool:
        head = HEAD.match(data)
        if head is None or len(data) > 8_000:
            return False
        headers = head[2]
        lengths = LENGTH.findall(headers)
        body = data[head.end() :]
        if len(lengths) != 1 or len(NAMED.findall(headers)) != 1:
            return False
        if int(lengths[0]) != len(body) or len(body) > MOST_BYTES:
            return False
        if UNUSUAL.search(headers) and not self._plain(headers):
            return False
        try:
            shown, ordinal = wish_of(body)
        except ValueError:
            return False
        self._unset_keepalive_if_required()
        self._pending = True
        crew().ask(head[1].decode(), shown, ordinal, self._reply)
        return True

    def _plain(self, headers: bytes) -> bool:
        """Whether `Connection: keep-alive` is all that looked unusual."""
        return KEPT.search(headers) is not None and not UNUSUAL.search(KEPT.sub(b"\n", headers))

    def _reply(self, answer: Answer, now: int) -> None:
        self._pending = False
        if self.transport is None or self.transport.is_closing():
            return
        body = body_of(answer, now)
        self.transport.write(b"%b%d\r\n\r\n%b" % (HEADS[STATUS.get(answer.code, 200)], len(body), body))
        self.server_state.total_requests += 1
        if self._kept:
            kept = b"".join(self._kept)
            self._kept.clear()
            # Not from inside the answer: a client that sends without waiting would grow the stack.
            self.loop.call_soon(self._go_on, kept)
        else:
            self._rest()

    def _go_on(self, data: bytes) -> None:
        if not self.transport.is_closing():
            self.data_received(data)

    def _rest(self) -> None:
        self._unset_keepalive_if_required()
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )

    def shutdown(self) -> None:
        """Finish what is being decided before the connection is closed."""
        if self._pending:
            self.loop.call_later(0.05, self.shutdown)
        else:
            super().shutdown()
