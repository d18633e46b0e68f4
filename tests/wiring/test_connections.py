"""Heads have an end, and a caller who sends nothing, or too slowly, is not waited for. Told over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from uvicorn import Config
from uvicorn.server import ServerState

from regulars.wiring import connections

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[bytes]]
LINE = b"x-part: %b\r\n" % (b"y" * 1_000)
HEAD = b"POST /basket HTTP/1.1\r\nhost: x\r\n"


async def pages(scope: Any, receive: Any, send: Any) -> None:
    """Answers with the body it was sent."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body, more = body + message["body"], message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": scope["path"].encode() + b" " + body})


async def unread(_scope: Any, _receive: Any, send: Any) -> None:
    """Answers at once and leaves the body."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"no"})


def talk(said: Talk, app: Any = pages) -> bytes:
    """What a caller heard who talked to one connection."""

    async def both() -> bytes:
        config = Config(app, log_level="critical", lifespan="off", http=connections.Connection, ws="none")
        config.load()
        state = ServerState()
        loop = asyncio.get_running_loop()

        def connect() -> connections.Connection:
            return connections.Connection(config=config, server_state=state, app_state={})

        server = await loop.create_server(connect, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        try:
            return await asyncio.wait_for(said(reader, writer), 20)
        finally:
            writer.close()
            server.close()

    return asyncio.run(both())


def sends(*parts: bytes) -> Talk:
    """Sends parts one by one and listens until the other side ends."""

    async def said(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0)
        return await reader.read()

    return said


def trickles(first: bytes, drop: bytes) -> Talk:
    """Sends a drop every now and then until the other side ends."""

    async def said(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        heard = asyncio.ensure_future(reader.read())
        writer.write(first)
        while not heard.done():
            writer.write(drop)
            await asyncio.wait({heard}, timeout=0.01)
        return heard.result()

    return said


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.1)


ENDLESS = {
    "in one piece": [HEAD + LINE * 40 + b"\r\n"],
    "line by line": [HEAD, *[LINE] * 200],
    "one line without end": [HEAD + b"x-part: ", *[b"y" * 1_000] * 60],
    "the address": [b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\n\r\n"],
    "after the body": [HEAD + b"transfer-encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n", *[LINE] * 60],
    "after the body, without end": [
        HEAD + b"transfer-encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nx: ",
        *[b"y" * 1_000] * 60,
    ],
}


@pytest.mark.parametrize("parts", ENDLESS.values(), ids=ENDLESS)
def test_a_head_without_measure_is_refused_and_the_caller_is_told(parts: list[bytes]) -> None:
    heard = talk(sends(*parts))
    assert heard.startswith(b"HTTP/1.1 431 ")
    assert heard.count(b"HTTP/1.1") == 1
    assert b"Delete the cookies" in heard


def test_long_heads_and_longer_bodies_within_measure_are_served() -> None:
    body = b"b" * 300_000
    last = HEAD + b"connection: close\r\ncontent-length: %d\r\n\r\n" % len(body)
    heard = talk(sends(HEAD + LINE * 30 + b"content-length: 2\r\n\r\nhi", last, body[:9], body[9:]))
    assert heard.count(b"HTTP/1.1 200") == 2
    assert b"/basket hi" in heard
    assert body in heard


def test_small_chunks_make_no_head() -> None:
    head = HEAD + b"connection: close\r\ntransfer-encoding: chunked\r\n\r\n"
    chunks = [b"1\r\nx\r\n" * 1_000] * 20
    heard = talk(sends(head, *chunks, b"0\r\n\r\n"))
    assert heard.startswith(b"HTTP/1.1 200")
    assert heard.count(b"x") >= 20_000


@pytest.mark.usefixtures("hurried")
def test_who_says_nothing_is_hung_up_on() -> None:
    assert talk(sends()) == b""


@pytest.mark.usefixtures("hurried")
def test_a_head_that_trickles_in_is_not_waited_for() -> None:
    assert talk(trickles(HEAD, b"x: y\r\n")).startswith(b"HTTP/1.1 408")
    assert talk(trickles(b"", b"\r\n")) == b""


@pytest.mark.usefixtures("hurried")
def test_what_trickles_in_after_the_answer_ends_too() -> None:
    heard = talk(trickles(HEAD + b"content-length: 1000000\r\n\r\n", b"x"), unread)
    assert heard.startswith(b"HTTP/1.1 200")
    assert heard.endswith(b"no")


@pytest.mark.usefixtures("hurried")
def test_an_answer_that_takes_long_is_waited_for() -> None:
    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(0.4)
        await pages(scope, receive, send)

    heard = talk(sends(b"GET /slow HTTP/1.1\r\nconnection: close\r\n\r\n"), slow)
    assert heard.startswith(b"HTTP/1.1 200")


def test_who_takes_nothing_of_an_answer_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "STUCK_SECONDS", 0.1)
    size = 30_000_000

    async def large(_scope: Any, _receive: Any, send: Any) -> None:
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % size)]}
        )
        await send({"type": "http.response.body", "body": b"x" * size})

    async def said(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        await asyncio.sleep(0.5)
        try:
            return await reader.read()
        except ConnectionResetError:
            return b""

    assert len(talk(said, large)) < size


def test_who_sends_many_requests_ahead_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        begun.append(scope["path"])
        await asyncio.sleep(0.2)
        await pages(scope, receive, send)

    one = b"GET /%d HTTP/1.1\r\nhost: x\r\n\r\n"
    monkeypatch.setattr(connections, "MOST_AHEAD", 3)
    last = b"GET /last HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
    heard = talk(sends(b"".join(one % number for number in range(3)) + last), slow)
    assert heard.count(b"HTTP/1.1 200") == 4
    begun.clear()
    assert _heard_until_cut(b"".join(one % number for number in range(200)), slow) == b""
    assert len(begun) <= 1


def _heard_until_cut(sent: bytes, app: Any) -> bytes:
    async def said(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(sent)
        try:
            return await reader.read()
        except ConnectionError:
            return b""

    return talk(said, app)


def test_who_left_before_the_answers_is_sent_none() -> None:
    begun: list[str] = []
    told: list[str] = []

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        begun.append(scope["path"])
        await receive()
        await asyncio.sleep(0.3)
        told.append((await receive())["type"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x"})

    async def said(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"GET /a HTTP/1.1\r\nhost: x\r\n\r\n" * 3)
        await asyncio.sleep(0.1)
        writer.transport.abort()
        await asyncio.sleep(0.5)
        return b""

    talk(said, slow)
    assert begun == ["/a"]
    assert told == ["http.disconnect"]
