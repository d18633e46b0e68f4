"""Appending from inside: facts from the outbox, page views the server saw."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from regulars.ground.kit import clock
from regulars.ground.lake import rows, segments
from regulars.ground.lake.disk import write_whole
from regulars.ground.lake.framing import MAGIC, frame
from regulars.ground.lake.journal import journal
from regulars.ground.lake.place import place


def append(
    stream: str, batch: Iterable[Any], *, batch_key: str | None = None, folder: Path | None = None
) -> int:
    """Append rows (mappings, or objects with such attributes) and return how many, once they are durable.

    With a `batch_key` the batch is one file named after the key: repeated, it is kept once.
    Rows also count once by their `id`. Raises `UnknownStream`, `msgspec.ValidationError`, `Busy`, `OSError`.
    """
    where = place(folder)
    segments.folder_of(where, stream)
    sheet = rows.sheet(stream, batch, received_at=milliseconds())
    if not sheet.rows:
        return 0
    data = frame(rows.encode(sheet))
    if batch_key is None:
        journal(where, stream).append(data)
    else:
        _once(where, batch_path(where, stream, batch_key, segments.SEGMENT), MAGIC + data)
    return len(sheet.rows)


def milliseconds() -> int:
    """Return the present moment in milliseconds since 1970."""
    return int(clock.now().timestamp() * 1000)


def batch_path(where: Path, stream: str, batch_key: str, ending: str) -> Path:
    """Return the one file a batch may become."""
    return segments.folder_of(where, stream) / f"batch-{digest(batch_key)}{ending}"


def digest(batch_key: str) -> str:
    """Return the name of a batch: 160 bits, the same for the same key."""
    return sha256(batch_key.encode()).hexdigest()[:40]


def _once(where: Path, final: Path, data: bytes) -> None:
    if not final.exists():
        write_whole(where / "tmp" / f"{final.name}.{uuid4().hex}", final, data)
