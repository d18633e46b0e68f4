"""What is answered before it is parsed is what the parser's way would have answered. Told over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from uvicorn import Config
from uvicorn.server import ServerState

from regulars.faces.look import remembered
from regulars.trade.drops.lane.pace import others
from regulars.wiring import connections
from regulars.wiring.connections import Connection
from regulars.wiring.shortcut import quick, state
from tests.town import Town
from tests.wiring.ways import AGENT, Answer, Ways

pytestmark = pytest.mark.django_db(transaction=True)
FRONT = "/s/purple-clay-house/"
# PostgreSQL is asked by a thread, so there nothing is answered at once.
AT_ONCE = connection.vendor == "sqlite"


@dataclass
class Line:
    """One connection, and how many requests of it were parsed."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    parsed: list[str]

    async def answer(self) -> Answer:
        """The next answer."""
        before = len(self.parsed)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *rest = head.strip().split("\r\n")
        lines = [(name, value) for name, _colon, value in (line.partition(": ") for line in rest)]
        body = await self.reader.readexactly(int(dict(lines)["content-length"]))
        return Answer(int(first.split()[1]), lines, body.decode(), short=len(self.parsed) == before)

    async def ask(self, *parts: bytes) -> Answer:
        """Send a request, in parts, and read its answer."""
        before = len(self.parsed)
        for part in parts:
            self.writer.write(part)
            await self.writer.drain()
            await asyncio.sleep(0.05)
        answer = await self.answer()
        answer.short = len(self.parsed) == before
        return answer


Talk = Callable[[Line], Awaitable[None]]


@pytest.fixture
def ways(real_town: Town, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Ways]:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    monkeypatch.setattr(remembered, "PAGES", remembered.Memory())
    monkeypatch.setattr(remembered, "LASTS", timedelta(hours=1))
    made = Ways(monkeypatch)
    if not AT_ONCE:
        for module in (remembered, state):
            monkeypatch.setattr(module, "version", lambda: made.state)
    monkeypatch.setattr(quick.Quick, "heads", quick.Heads(made.pages.shortcut))
    yield made
    made.close()


def talk(ways: Ways, said: Talk) -> None:
    """Talk over one connection to this process's pages."""
    parsed: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        parsed.append(scope["path"])
        await ways.pages(scope, receive, send)

    async def both() -> None:
        config = Config(
            app, log_level="critical", lifespan="off", http=Connection, ws="none", access_log=False
        )
        config.load()
        server_state, loop = ServerState(), asyncio.get_running_loop()

        def connect() -> Connection:
            return Connection(config=config, server_state=server_state, app_state={})

        server = await loop.create_server(connect, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        try:
            await asyncio.wait_for(said(Line(reader, writer, parsed)), 60)
        finally:
            writer.close()
            server.close()

    asyncio.run(both())


def head(path: str = FRONT, *more: str, start: str = "GET", end: str = "HTTP/1.1") -> bytes:
    """A request as a browser sends it."""
    usual = ["Host: testserver", f"User-Agent: {AGENT}", "Accept: text/html", "Accept-Language: en"]
    return "\r\n".join([f"{start} {path} {end}", *usual, *more, "", ""]).encode()


@pytest.mark.parametrize(
    "more", [(), ("Cookie: bc=3",), ("Accept-Encoding: br", "Connection: keep-alive", "DNT: 1")]
)
def test_a_plain_request_is_answered_at_once_and_alike(
    ways: Ways, real_town: Town, more: tuple[str, ...]
) -> None:
    async def said(line: Line) -> None:
        for path in (FRONT, f"/p/{real_town.cup.public_id}/?from=a%20b", "/", "/categories/?"):
            assert not (await line.ask(head(path, *more))).short
            found, again = await line.ask(head(path, *more)), await line.ask(head(path, *more))
            ordinary = await line.ask(head(path, "X-Unheard-Of: 1", *more))
            assert (found.short, again.short, ordinary.short) == (AT_ONCE, AT_ONCE, False)
            assert found.blank == again.blank == ordinary.blank
            assert not {*found.own} & {*again.own} - {"1"}

    talk(ways, said)
    assert others.here == 0


def test_a_change_is_in_the_very_next_answer_at_once(ways: Ways, real_town: Town) -> None:
    async def said(line: Line) -> None:
        for number in range(3):
            ways.state = f"{number}"
            real_town.clay.name = f"House number {number}"
            await asyncio.to_thread(_saved, real_town.clay)
            for short in (False, AT_ONCE):
                answer = await line.ask(head())
                assert answer.short is short
                assert f"House number {number}" in answer.body

    talk(ways, said)


def _saved(row: Any) -> None:
    try:
        row.save()
    finally:
        connection.close()


PARSED = {
    "in two parts": [head()[:40], head()[40:]],
    "the head only": [head(start="HEAD")],
    "an older version": [head(end="HTTP/1.0")],
    "another connection": [head(FRONT, "Connection: close")],
    "an upgrade": [head(FRONT, "Connection: keep-alive, upgrade", "Upgrade: h2c")],
    "a body": [head(FRONT, "Content-Length: 2") + b"\r\n"],
    "what a proxy says": [head(FRONT, "X-Forwarded-Proto: https")],
    "a session": [head(FRONT, "Cookie: sessionid=x")],
    "two hosts": [head(FRONT, "Host: localhost")],
    "a folded line": [head(FRONT, "X-A: b", " c")],
    "a fragment": [head(FRONT + "#x")],
}


@pytest.mark.parametrize("parts", PARSED.values(), ids=PARSED)
def test_what_is_not_plain_is_parsed(ways: Ways, monkeypatch: pytest.MonkeyPatch, parts: list[bytes]) -> None:
    at_once: list[bool] = []
    answered = quick.Quick._answered

    def seen(self: quick.Quick, *given: Any) -> bool:
        at_once.append(answered(self, *given))
        return at_once[-1]

    monkeypatch.setattr(quick.Quick, "_answered", seen)

    async def said(line: Line) -> None:
        await line.ask(head())
        assert (await line.ask(head())).short is AT_ONCE
        at_once.clear()
        for part in parts:
            line.writer.write(part)
            await line.writer.drain()
            await asyncio.sleep(0.05)
        assert await line.reader.read(9) == b"HTTP/1.1 "
        assert True not in at_once

    talk(ways, said)


def test_two_requests_in_one_piece_are_answered_in_order(ways: Ways) -> None:
    async def said(line: Line) -> None:
        await line.ask(head())
        line.writer.write(head() + head("/stores/") + head())
        for title in ("Purple Clay House", "Stores", "Purple Clay House"):
            assert title in (await line.answer()).body
        assert (await line.ask(head())).short is AT_ONCE

    talk(ways, said)


def test_many_heads_are_not_kept(ways: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "MOST_KNOWN", 3)

    async def said(line: Line) -> None:
        for number in range(8):
            await line.ask(head(FRONT, f"Cookie: bc={number}"))

    talk(ways, said)
    heads = quick.Quick.heads
    assert heads is not None
    assert len(heads._known) <= 3
    assert heads.caller(head(FRONT, "Cookie: a=" + "x" * 2_000)) is None


def test_a_connection_that_was_ended_is_written_to_no_more(
    ways: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults: list[Any] = []

    async def said(line: Line) -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, what: faults.append(what))
        for _number in range(2):
            await line.ask(head())
        monkeypatch.setattr(connections, "HEAD_SECONDS", 0.05)
        reader, writer = await asyncio.open_connection(*line.writer.get_extra_info("peername"))
        assert await reader.read() == b""
        writer.write(head())
        await asyncio.sleep(0.1)
        writer.close()

    talk(ways, said)
    assert faults == []
