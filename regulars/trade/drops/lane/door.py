"""HTTP for the lane. `POST /rt/drop/<id>` with the pass (and, after a blank, which piece) as plain text.

The answer is 200 with `{"answer": …, "at": ms, "place": n, "ref": "…", "now": ms, "final": bool}`, 403 for a pass that
nobody here signed, 410 for one that is too old, 404 where there is no such drop, 405, 413, 503 with `Retry-After`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

from regulars.trade.drops.lane.crew import Crew
from regulars.trade.drops.lane.hands import hands_for
from regulars.trade.drops.rules.answers import FINAL, Answer
from regulars.trade.drops.rules.passes import keys_of

PATH = "/rt/drop/"
MOST_BYTES = 1_000
STATUS = {"forged": 403, "expired": 410, "changed": 410, "unknown": 404, "again": 503, "crowded": 503}
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
HEADERS = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
BODY_SECONDS = 5.0


@cache
def crew() -> Crew:
    """This process's lane, on the database the settings name."""
    from django.conf import settings

    from regulars.ground.lake.place import secrets

    return Crew(hands_for(settings.DATABASES["default"]), keys_of(secrets()))


def body_of(answer: Answer, now: int) -> str:
    """The answer as JSON; moments in ms since 1970."""
    code, at, place, ref = answer
    final = "true" if code in FINAL else "false"
    return f'{{"answer":"{code}","at":{at // 1000},"place":{place},"ref":"{ref}","now":{now // 1000},"final":{final}}}'


def wish_of(body: bytes) -> tuple[bytes, int]:
    """(the pass, which piece). Raises ValueError."""
    shown, _, which = body.strip().partition(b" ")
    if not which:
        return shown, 1
    if not which.isdigit():
        raise ValueError("the piece is a number")
    return shown, int(which)


async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Answer one request by ASGI."""
    status, body = await _answered(scope, receive)
    extra = [(b"retry-after", b"1")] if status == 503 else []
    size = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": status, "headers": [*HEADERS, size, *extra]})
    await send({"type": "http.response.body", "body": body})


async def _answered(scope: dict[str, Any], receive: Receive) -> tuple[int, bytes]:
    if scope["method"] != "POST":
        return 405, b'{"error":"Send the pass with POST."}'
    try:
        async with asyncio.timeout(BODY_SECONDS):
            shown, ordinal = wish_of(await _body(receive))
    except (TimeoutError, ValueError):
        return 400, b'{"error":"Send the pass of the page, and nothing else."}'
    told: asyncio.Future[tuple[Answer, int]] = asyncio.get_running_loop().create_future()

    def reply(answer: Answer, now: int) -> None:
        if not told.done():
            told.set_result((answer, now))

    crew().ask(scope["path"][len(PATH) :], shown, ordinal, reply)
    answer, now = await told
    return STATUS.get(answer.code, 200), body_of(answer, now).encode()


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ValueError("gone")
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MOST_BYTES:
            raise ValueError("too long")
    return body
