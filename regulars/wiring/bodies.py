"""A request's body is taken in by the event loop, so that a slow sender never occupies a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

SILENCE = 10.0
TOTAL = 60.0
LARGEST = 34 * 1024 * 1024
IN_MEMORY = 1024 * 1024
Receive = Callable[[], Awaitable[dict[str, Any]]]


class TooLarge(Exception):
    """More bytes than any page takes."""


class TooSlow(Exception):
    """Nothing came for SILENCE seconds, or not all of it within TOTAL."""


class Dropped(Exception):
    """The sender hung up before the body was complete; half a form must not count as a form."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body that is here: to be read from `file`, which whoever answers closes."""

    file: IO[bytes]
    size: int


async def received(scope: dict[str, Any], receive: Receive) -> Body:
    """Take in the whole body. Raises TooLarge, TooSlow, Dropped."""
    announced = _announced(scope)
    if announced > LARGEST:
        raise TooLarge
    if not announced and not _in_chunks(scope):
        return Body(BytesIO(), 0)
    first = await _next(receive)
    if not first.get("more_body"):
        whole = first.get("body", b"")
        if len(whole) > LARGEST:
            raise TooLarge
        return Body(BytesIO(whole), len(whole))
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (closed by whoever answers)
    try:
        async with asyncio.timeout(TOTAL):
            size = await _fill(file, first, receive)
    except TimeoutError:
        file.close()
        raise TooSlow from None
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Body(cast(IO[bytes], file), size)


def _announced(scope: dict[str, Any]) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def _in_chunks(scope: dict[str, Any]) -> bool:
    return any(name == b"transfer-encoding" for name, _value in scope["headers"])


async def _next(receive: Receive) -> dict[str, Any]:
    try:
        message = await asyncio.wait_for(receive(), SILENCE)
    except TimeoutError:
        raise TooSlow from None
    if message["type"] == "http.disconnect":
        raise Dropped
    return message


async def _fill(file: Any, message: dict[str, Any], receive: Receive) -> int:
    size = 0
    while True:
        part = message.get("body", b"")
        size += len(part)
        if size > LARGEST:
            raise TooLarge
        file.write(part)
        if not message.get("more_body"):
            return size
        message = await _next(receive)


async def refuse(send: Callable[[dict[str, Any]], Awaitable[None]], status: int, sentence: bytes) -> None:
    """Answer in one plain sentence and end the connection."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": sentence})
