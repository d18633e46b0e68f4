"""The server's HTTP protocol with a shorter way still: a stranger's plain request is answered before it is parsed.

Only a request that arrives whole, in one piece, when nothing else is under way; everything else goes to the parser, to
the ASGI application and through `answering`, which teaches this way too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from regulars.trade.drops.lane.express import FRAMING, Express

if TYPE_CHECKING:
    # The server imports this file before Django is set up.
    from regulars.wiring.shortcut.answering import Shortcut
    from regulars.wiring.shortcut.callers import Caller

START, END = b"GET /", b"\r\n\r\n"
# Each byte can be read in one way only, so that a head made for it cannot keep the matcher busy.
HEAD = re.compile(rb"GET (/[!$-~]*) HTTP/1\.1\r\n((?:[!-9;-~]+:[ -~\t]*\r\n)+)\r\n")
MOST_HEAD, MOST_KNOWN = 2_000, 1_000
SCHEME = "http"
OK = b"HTTP/1.1 200 OK\r\n"


class Heads:
    """What plain heads say, kept: those of one browser differ in nothing."""

    def __init__(self, shortcut: Shortcut) -> None:
        self.shortcut = shortcut
        self._known: dict[bytes, Caller | None] = {}

    def caller(self, data: bytes) -> Caller | None:
        """The caller; None where the parser must read it."""
        if data in self._known:
            return self._known[data]
        if len(data) > MOST_HEAD:
            return None
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        made = self._known[data] = self._read(data)
        return made

    def _read(self, data: bytes) -> Caller | None:
        found = HEAD.fullmatch(data)
        if found is None or any(not _stays(*said) for said in FRAMING.findall(found[2])):
            return None
        pairs = [line.partition(b":") for line in found[2].split(b"\r\n")[:-1]]
        headers = [(name.lower(), value.strip(b" \t")) for name, _colon, value in pairs]
        path, _mark, query = found[1].partition(b"?")
        # Whether a proxy may say so is for the server to judge.
        if any(name == b"x-forwarded-proto" for name, _value in headers):
            return None
        scope = {
            "method": "GET",
            "scheme": SCHEME,
            "raw_path": path,
            "query_string": query,
            "headers": headers,
        }
        return self.shortcut.caller(scope)


class Quick(Express):
    """uvicorn's protocol, which looks at each first packet before it parses."""

    heads: Heads | None = None

    def data_received(self, data: bytes) -> None:
        """Answer at once if this is exactly one plain request for a page that is remembered."""
        if data.startswith(START) and data.endswith(END) and self.heads and self._answered(data, self.heads):
            return
        super().data_received(data)

    def _answered(self, data: bytes, heads: Heads) -> bool:
        if self._pending or self._busy() or self.flow.write_paused or self.transport.is_closing():
            return False
        if self._ended or self.access_log or self.scheme != SCHEME:
            return False
        caller = heads.caller(data)
        answer = heads.shortcut.at_once(caller) if caller else None
        if answer is None:
            return False
        if self.timeout_keep_alive_task is not None:
            self._unset_keepalive_if_required()
        self._visit(True)
        lines, pieces = answer
        head = [b"%b: %b\r\n" % line for line in (*self.server_state.default_headers, *lines)]
        self.transport.write(b"".join([OK, *head, b"\r\n", *pieces]))
        self.server_state.total_requests += 1
        self._visit(False)
        self._rest()
        return True


def _stays(name: bytes, value: bytes) -> bool:
    """Whether the line says only that the connection stays."""
    return name.lower() == b"connection" and value.strip(b" \t").lower() == b"keep-alive"


def serve(shortcut: Shortcut) -> None:
    """From now on connections of this process use the short way."""
    Quick.heads = Heads(shortcut)
