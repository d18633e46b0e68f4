"""A request's body is taken in by the event loop, so that a slow sender never occupies a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from tempfile import SpooledTemporaryFile
from typing import Any

SILENCE = 10.0
TOTAL = 60.0
LARGEST = 34 * 1024 * 1024
IN_MEMORY = 1024 * 1024
CHUNK = 64 * 1024
Receive = Callable[[], Awaitable[dict[str, Any]]]


class TooLarge(Exception):
    """More bytes than any page takes."""


class TooSlow(Exception):
    """Nothing came for SILENCE seconds, or not all of it within TOTAL."""


class Dropped(Exception):
    """The sender hung up before the body was complete; half a form must not count as a form."""


async def received(scope: dict[str, Any], receive: Receive) -> Receive:
    """Take in the whole body; the result hands it out again. Raises TooLarge, TooSlow, Dropped."""
    if scope["type"] != "http":
        return receive
    if _announced(scope) > LARGEST:
        raise TooLarge
    first = await _next(receive)
    if not first.get("more_body"):
        return _again([first], receive)
    body = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (closed when it was handed out)
    try:
        async with asyncio.timeout(TOTAL):
            await _fill(body, first, receive)
    except TimeoutError:
        raise TooSlow from None
    body.seek(0)
    return _from_file(body, receive)


def _announced(scope: dict[str, Any]) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


async def _next(receive: Receive) -> dict[str, Any]:
    try:
        message = await asyncio.wait_for(receive(), SILENCE)
    except TimeoutError:
        raise TooSlow from None
    if message["type"] == "http.disconnect":
        raise Dropped
    return message


async def _fill(body: Any, message: dict[str, Any], receive: Receive) -> None:
    size = 0
    while True:
        part = message.get("body", b"")
        size += len(part)
        if size > LARGEST:
            raise TooLarge
        body.write(part)
        if not message.get("more_body"):
            return
        message = await _next(receive)


def _again(messages: list[dict[str, Any]], receive: Receive) -> Receive:
    async def hand_out() -> dict[str, Any]:
        return messages.pop(0) if messages else await receive()

    return hand_out


def _from_file(body: Any, receive: Receive) -> Receive:
    done = False

    async def hand_out() -> dict[str, Any]:
        nonlocal done
        if done:
            return await receive()
        part = body.read(CHUNK)
        done = len(part) < CHUNK
        if done:
            body.close()
        return {"type": "http.request", "body": part, "more_body": not done}

    return hand_out


async def refuse(send: Callable[[dict[str, Any]], Awaitable[None]], status: int, sentence: bytes) -> None:
    """Answer in one plain sentence and end the connection."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": sentence})
