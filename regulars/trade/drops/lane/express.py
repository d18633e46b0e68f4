"""The server's HTTP protocol with a short way to the lane, for requests that arrive whole, in one piece, and plain.

Everything else, and everything unusual (parts, other methods, transfer codings), goes the server's ordinary way and
reaches the same lane by ASGI.
"""

from __future__ import annotations

import asyncio
import re
from functools import lru_cache
from typing import Any, NamedTuple

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from regulars.trade.drops.lane.door import MOST_BYTES, STATUS, body_of, crew, wish_of
from regulars.trade.drops.lane.pace import others
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
REASON = {200: "OK", 403: "Forbidden", 404: "Not Found", 410: "Gone", 503: "Service Unavailable"}
RETRY = "retry-after: 1\r\n"
HEADS = {
    code: f"HTTP/1.1 {code} {reason}\r\ncontent-type: application/json\r\ncache-control: no-store\r\n"
    f"{RETRY if code == 503 else ''}content-length: "
    for code, reason in REASON.items()
}
MOST_KNOWN, MOST_KNOWN_HEAD = 1_000, 2_000


class Head(NamedTuple):
    """What matters of a plain request before its body."""

    drop: str
    size: int


KNOWN: dict[bytes, Head] = {}


class Express(HttpToolsProtocol):
    """uvicorn's protocol, which looks at each first packet before it parses."""

    _pending = False
    _ended = False
    _kept: list[bytes]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._inside = False
        self._kept = []
        self._alarm: asyncio.TimerHandle | None = None
        self._last = 0.0
        self._visits = False

    def data_received(self, data: bytes) -> None:
        """Take the short way if this is exactly one plain request to the lane, and nothing else is under way."""
        if self._pending:
            self._kept.append(data)
            self.flow.pause_reading()
            return
        if self._ended:
            return
        if not (data.startswith(START) and not self._busy() and self._took(data)):
            self._parse(data)

    def _parse(self, data: bytes) -> None:
        """The server's ordinary way."""
        super().data_received(data)

    def on_message_begin(self) -> None:
        """The parser is inside a request from here on."""
        self._inside = True
        super().on_message_begin()
        self._visit(True)

    def on_message_complete(self) -> None:
        """The parser is between requests again."""
        self._inside = False
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """A page is done; another may have been sent behind it."""
        super().on_response_complete()
        self._visit(self._busy())

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever hung up is answered no more."""
        self._kept.clear()
        if self._alarm is not None:
            self._alarm.cancel()
        super().connection_lost(exc)
        self._visit(False)

    def _visit(self, here: bool) -> None:
        """Tell the lane whether somebody is served beside it."""
        if here != self._visits:
            self._visits = here
            (others.come if here else others.gone)()

    def _busy(self) -> bool:
        return self._inside or (self.cycle is not None and not self.cycle.response_complete)

    def _took(self, data: bytes) -> bool:
        end = data.find(b"\r\n\r\n") + 4
        known = KNOWN.get(data[:end]) or _learned(data[:end])
        if known is None or len(data) - end != known.size:
            return False
        try:
            shown, ordinal = wish_of(data[end:])
        except ValueError:
            return False
        if self.timeout_keep_alive_task is not None:
            self._unset_keepalive_if_required()
        self._pending = True
        crew().ask(known.drop, shown, ordinal, self._reply)
        return True

    def _reply(self, answer: Answer, now: int) -> None:
        transport = self.transport
        if transport is None or transport.is_closing():
            self._pending = False
            return
        if answer.ref or answer.place:
            transport.write(_response(answer, now))
        else:
            transport.write(_same_response(answer, now // 1000))
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


def _response(answer: Answer, now: int) -> bytes:
    body = body_of(answer, now)
    return f"{HEADS[STATUS.get(answer.code, 200)]}{len(body)}\r\n\r\n{body}".encode()


@lru_cache(64)
def _same_response(answer: Answer, ms: int) -> bytes:
    """What many are told alike: put together once a millisecond."""
    return _response(answer, ms * 1000)


def _learned(data: bytes) -> Head | None:
    """What a plain head says, kept: those of one kind of browser differ in nothing. None: it goes the ordinary way."""
    found = HEAD.fullmatch(data) if len(data) <= MOST_HEAD else None
    size = _size(FRAMING.findall(found[2])) if found else None
    if found is None or size is None or size > MOST_BYTES:
        return None
    head = Head(found[1].decode(), size)
    if len(data) <= MOST_KNOWN_HEAD:
        if len(KNOWN) >= MOST_KNOWN:
            KNOWN.clear()
        KNOWN[data] = head
    return head


def _size(framing: list[tuple[bytes, bytes]]) -> int | None:
    """The length of a message framed by exactly one, whose connection stays; None when anything else is said."""
    sizes = []
    for name, value in framing:
        told = value.strip(b" \t")
        if name.lower() == b"content-length" and told.isdigit() and len(told) < 6:
            sizes.append(int(told))
        elif name.lower() != b"connection" or told.lower() != b"keep-alive":
            return None
    return sizes[0] if len(sizes) == 1 else None
