"""The pages of one process, asked without a socket, and by which way each answer came."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import unquote

from django.db import connections

from regulars.wiring.bridge import App, Bridge
from regulars.wiring.shortcut.pages import Pages
from regulars.wiring.wsgi import application

AGENT = "Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0"
OWN = re.compile(r'(?:name="csrfmiddlewaretoken" value|name="idempotency_key" value|nonce)="([^"]+)"')
NEW = re.compile(r"(?<=nonce-)[\w+/=]+|(?<=^req_)\w+|(?<=^rv=)\S+|(?<=csrftoken=)\w+|(?<=expires=)[^;]+")


@dataclass
class Answer:
    """What a reader got."""

    status: int
    lines: list[tuple[str, str]]
    body: str
    short: bool

    @property
    def own(self) -> list[str]:
        """What must be this reader's own: tokens, keys, nonces, and what the head gives."""
        head = dict(self.lines)
        return [*set(OWN.findall(self.body)), head["x-request-id"], *self.cookies.values()]

    @property
    def blank(self) -> tuple[int, list[tuple[str, str]], str]:
        """All of it without what is the reader's own."""
        lines = [(name, NEW.sub("", value)) for name, value in self.lines]
        return self.status, [line for line in lines if line[0] != "date"], blank(self.body)

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies it sets."""
        set_ = [value.split(";")[0] for name, value in self.lines if name == "set-cookie"]
        return {pair.partition("=")[0]: pair.partition("=")[2] for pair in set_}

    def fields(self, mark: str) -> dict[str, str]:
        """The hidden fields of the form with this mark."""
        form = self.body[self.body.index(mark) :]
        found = re.findall(r'name="(csrfmiddlewaretoken|idempotency_key)" value="([^"]+)"', form)
        return dict(found[:2])


def blank(body: str) -> str:
    """A page without what is each reader's own."""
    for one in set(OWN.findall(body)):
        body = body.replace(one, "")
    return body


class Ways:
    """One process's pages. `django`: how many Django was asked for.

    `state`: what the database is said to be at, where a test says so; empty: what it is.
    """

    def __init__(self, monkeypatch: Any) -> None:
        self.pages = Pages(cast(App, application), 4)
        self.django = 0
        self.state = "first"
        crosses = Bridge.__call__

        async def crossing(bridge: Bridge, *given: Any) -> None:
            self.django += 1
            await crosses(bridge, *given)

        monkeypatch.setattr(Bridge, "__call__", crossing)

    def ask(
        self, path: str, headers: Mapping[str, str] | Iterable[tuple[str, str]] = (), **more: Any
    ) -> Answer:
        """One answer. `more` changes what the server says of the request."""
        return asyncio.run(self._ask(path, headers, more))

    def crowd(self, many: int, path: str, headers: Mapping[str, str] | None = None) -> list[Answer]:
        """The answers to many who ask at once."""

        async def all_() -> list[Answer]:
            return await asyncio.gather(*(self._ask(path, headers or {}, {}) for _number in range(many)))

        return asyncio.run(all_())

    async def _ask(self, path: str, headers: Any, more: dict[str, Any]) -> Answer:
        raw, _mark, query = path.partition("?")
        given = list(headers.items() if isinstance(headers, Mapping) else headers)
        told = {name.lower() for name, _value in given}
        usual = {"host": "testserver", "user-agent": AGENT, "accept": "text/html", "accept-language": "en"}
        lines = [pair for pair in usual.items() if pair[0] not in told] + given
        scope = {
            "type": "http", "method": "GET", "http_version": "1.1", "scheme": "http", "root_path": "",
            "path": unquote(raw), "raw_path": raw.encode(), "query_string": query.encode(),
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in lines if value],
            "server": ("testserver", 80), "client": ("127.0.0.1", 5000), **more,
        }  # fmt: skip
        sent: list[dict[str, Any]] = []
        before = self.django

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        async def receive() -> dict[str, Any]:
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}

        await self.pages(scope, receive, send)
        start = sent[0]
        lines = [(name.decode(), value.decode("latin-1")) for name, value in start["headers"]]
        body = b"".join(message.get("body", b"") for message in sent[1:]).decode()
        return Answer(start["status"], lines, body, short=self.django == before)

    def close(self) -> None:
        """Let go of the threads' connections."""
        for pool in (self.pages._django._threads, self.pages.shortcut._state._thread):
            for _number in range(8):
                pool.submit(connections.close_all)
            pool.shutdown(wait=True)
