"""The beacon's address, `/rt/beacon`: raw ASGI, no Django, an answer only after the bytes are on the disk.

A request carries a JSON array of at most 100 events in at most 64 KB. The answer is 202 with
`{"accepted": n, "rejected": [{"index": i, "reason": "..."}]}`; 422 if nothing could be kept; 400, 403, 405,
408, 413, 415 or 429 if the request as a whole is not acceptable; 503 with `Retry-After` if the disk is behind.
Neither the address of the sender nor his user agent is kept, only the agent's family.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from regulars.ground.lake import beacons, rows
from regulars.ground.lake.batches import milliseconds
from regulars.ground.lake.beacons import AnyBeacon, Reject
from regulars.ground.lake.framing import frame
from regulars.ground.lake.hearing import Look, looked, tell
from regulars.ground.lake.identity import NOBODY, Identify, family, refuses, signed_cookie
from regulars.ground.lake.journal import Busy, Journal, Stopped, journal
from regulars.ground.lake.pace import Pace
from regulars.ground.lake.place import most_a_minute, place, secrets

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

BODY_SECONDS = 10.0
_JSON = (b"content-type", b"application/json")
_IN_A_MINUTE = (b"retry-after", b"60")
_NO_STORE = (b"cache-control", b"no-store")
_KINDS = (b"application/json", b"text/plain")
_WANTED = frozenset(b"cookie user-agent sec-gpc sec-fetch-site content-length content-type".split())


class Answer(Exception):
    """An answer other than 202, with the sentence that explains it."""

    def __init__(self, status: int, sentence: str, *headers: tuple[bytes, bytes]) -> None:
        super().__init__(sentence)
        self.status, self.headers = status, headers
        self.body = msgspec.json.encode({"error": sentence})


class Counts(Struct):
    """What became of the events of one request."""

    accepted: int
    rejected: list[Reject]


class Ingest:
    """An ASGI application that appends beacons to a journal."""

    def __init__(self, journal: Journal, identify: Identify, most_a_minute: int = 0) -> None:
        self._commit, self._identify = journal.commit, identify
        self._pace = Pace(most_a_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await _lifespan(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        extra: tuple[tuple[bytes, bytes], ...] = ()
        try:
            status, body = await self._keep(scope, receive)
        except Answer as answer:
            status, body, extra = answer.status, answer.body, answer.headers
        headers = [_JSON, _NO_STORE, (b"content-length", b"%d" % len(body)), *extra]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _keep(self, scope: Scope, receive: Receive) -> tuple[int, bytes]:
        headers = {name: value for name, value in scope["headers"] if name in _WANTED}
        _check(scope["method"], headers)
        data, accepted, rejects, heard = self._prepare(scope, headers, await _body(receive))
        if accepted:
            if not self._pace.allows((scope.get("client") or ("",))[0], accepted):
                raise Answer(429, "Too many events from one address; send them in a minute.", _IN_A_MINUTE)
            await self._append(data)
            if heard is not None:
                tell(heard)
        return _verdict(accepted, rejects)

    def _prepare(
        self, scope: Scope, headers: dict[bytes, bytes], body: bytes
    ) -> tuple[bytes, int, list[Reject], Look | None]:
        """Only bytes outlive this: events kept until the disk is done would keep the collector busy."""
        now = milliseconds()
        events, rejects = _decode(body, now)
        post = self._post(scope, headers, events, now)
        return frame(rows.encode(post)), len(events), rejects, looked(post, headers.get(b"cookie", b""))

    def _post(
        self, scope: Scope, headers: dict[bytes, bytes], events: list[AnyBeacon], now: int
    ) -> rows.Post:
        if refuses(headers.get(b"cookie", b""), headers.get(b"sec-gpc", b"")):
            return rows.Post(now, *NOBODY, None, [_anonymous(event) for event in events])
        person, visitor = self._identify(scope)
        return rows.Post(now, person, visitor, family(headers.get(b"user-agent", b"")), events)

    async def _append(self, data: bytes) -> None:
        try:
            await self._commit(data)
        except (Busy, Stopped):
            raise Answer(
                503, "Too busy to keep this; send it again in a second.", (b"retry-after", b"1")
            ) from None
        except OSError:
            raise Answer(
                503, "The log cannot be written; send it again later.", (b"retry-after", b"10")
            ) from None


def _check(method: str, headers: dict[bytes, bytes]) -> None:
    if method != "POST":
        raise Answer(405, "Send events with POST.", (b"allow", b"POST"))
    if headers.get(b"sec-fetch-site") == b"cross-site":
        raise Answer(403, "Events are taken from the market's own pages only.")
    if not headers.get(b"content-type", b"text/plain").lower().startswith(_KINDS):
        raise Answer(415, "Send a JSON array as application/json or text/plain.")
    length = headers.get(b"content-length", b"0")
    if not length.isdigit() or int(length) > beacons.MOST_BYTES:
        raise Answer(413, f"Send at most {beacons.MOST_BYTES} bytes at once.")


async def _body(receive: Receive) -> bytes:
    message = await receive()
    if not message.get("more_body"):
        return _limited(message.get("body", b""))
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await _rest(receive, message.get("body", b""))
    except TimeoutError:
        raise Answer(408, "The body did not arrive in time.") from None


async def _rest(receive: Receive, body: bytes) -> bytes:
    parts, size, more = [body], len(body), True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Answer(400, "The connection ended before the body did.")
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        more = message.get("more_body", False) and size <= beacons.MOST_BYTES
    return _limited(b"".join(parts))


def _limited(body: bytes) -> bytes:
    if len(body) > beacons.MOST_BYTES:
        raise Answer(413, f"Send at most {beacons.MOST_BYTES} bytes at once.")
    return body


def _decode(body: bytes, now: int) -> tuple[list[AnyBeacon], list[Reject]]:
    try:
        return beacons.decode(body, now=now)
    except beacons.TooMany:
        raise Answer(413, f"Send at most {beacons.MOST_EVENTS} events at once.") from None
    except beacons.Unreadable:
        raise Answer(400, "Send a JSON array of events.") from None


def _anonymous(event: AnyBeacon) -> AnyBeacon:
    """Keep what may be counted: no session, no properties, no search words in the page's address."""
    page = event.page.partition("?")[0] if event.page else None
    return msgspec.structs.replace(event, session=None, props={}, page=page)


def _verdict(accepted: int, rejects: list[Reject]) -> tuple[int, bytes]:
    if not rejects:
        return 202, b'{"accepted":%d,"rejected":[]}' % accepted
    return 202 if accepted else 422, msgspec.json.encode(Counts(accepted, rejects))


async def _lifespan(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] != "lifespan":
        raise ValueError("The beacon speaks HTTP only.")
    for _ in range(2):
        message = await receive()
        await send({"type": f"{message['type']}.complete"})


@cache
def _default() -> Ingest:
    return Ingest(journal(place(), "beacons"), signed_cookie(secrets()), most_a_minute())


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Keep beacons in the lake the settings name."""
    await _default()(scope, receive, send)
