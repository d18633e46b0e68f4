"""Events and facts as the named people of the town would cause them."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from regulars.ground.lake.folder import FolderEngine
from regulars.ground.lake.ingest import Ingest
from regulars.ground.lake.journal import Journal

MEI, RAVI = "sto_purple_clay_house", "sto_cashmere_to_measure"
NOON = datetime(2026, 11, 11, 12, tzinfo=UTC)

_numbers = count()


def beacon(**changes: Any) -> dict[str, Any]:
    """Return a view of Mei's teapot, fresh from a browser."""
    made = {
        "name": "view",
        "id": f"01TEST{next(_numbers):020}",
        "at": time.time_ns() // 1_000_000,
        "store": MEI,
    }
    return {key: value for key, value in {**made, **changes}.items() if value is not ...}


def seen(number: int, /, **changes: Any) -> dict[str, Any]:
    """Return a page view the server saw; the number gives the id, the store and the time."""
    at = NOON + timedelta(seconds=number)
    store = MEI if number % 2 else RAVI
    return {"id": f"seen-{number:06}", "at": at, "name": "view", "store": store, **changes}


def fact(seq: int, /, **changes: Any) -> dict[str, Any]:
    """Return a paid order of Alice at Mei's."""
    at = NOON + timedelta(seconds=seq)
    made = {"seq": seq, "id": f"fact-{seq:06}", "name": "trade.order-paid.v1", "at": at, "store": MEI}
    return {**made, "person": "per_alice", "ref": f"ord_{seq}", "body": '{"total_minor":19900}', **changes}


def ids(where: Path, stream: str = "beacons") -> list[str]:
    """Return the ids somebody who opens the lake now would see."""
    return sorted(FolderEngine(where).table(stream).id.execute())


def table_rows(where: Path, stream: str = "beacons") -> list[dict[str, Any]]:
    """Return the rows somebody who opens the lake now would see, by id."""
    return _by_id(FolderEngine(where).table(stream))


def both_streams(where: Path) -> list[list[dict[str, Any]]]:
    """Return the rows of both streams somebody who opens the lake now would see, by id."""
    connection = FolderEngine(where).connection()
    return [_by_id(connection.table(stream)) for stream in ("beacons", "facts")]


def _by_id(table: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return sorted(rows, key=lambda row: str(row["id"]))


class Answered(msgspec.Struct):
    """What a client got back."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.body)


def nobody(scope: Any) -> tuple[None, None]:
    """Resolve every sender to nobody."""
    return None, None


def post(
    journal: Journal,
    body: Any,
    *,
    identify: Callable[[Any], tuple[str | None, str | None]] = nobody,
    method: str = "POST",
    chunks: int = 1,
    **headers: str,
) -> Answered:
    """Send a body to an ingest application on this journal and return the answer."""
    return asyncio.run(post_async(Ingest(journal, identify), body, method=method, chunks=chunks, **headers))


async def post_async(
    app: Any, body: Any, *, method: str = "POST", chunks: int = 1, **headers: str
) -> Answered:
    """Send a body in so many chunks to an ASGI application and return the answer."""
    data = body if isinstance(body, bytes) else msgspec.json.encode(body)
    step = -(-len(data) // chunks) or 1
    parts = [data[start : start + step] for start in range(0, len(data), step)] or [b""]
    messages = [
        {"type": "http.request", "body": part, "more_body": number < len(parts)}
        for number, part in enumerate(parts, 1)
    ]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    await app({"type": "http", "method": method, "path": "/rt/beacon", "headers": pairs}, receive, send)
    return Answered(sent[0]["status"], dict(sent[0]["headers"]), b"".join(part["body"] for part in sent[1:]))
