"""What arrived but was not compacted: the rows of closed and open segments as Arrow tables."""

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
from msgspec import Struct

from regulars.ground.lake import rows, segments
from regulars.ground.lake.columns import SCHEMAS, to_table

logger = logging.getLogger(__name__)


class Arrival(Struct):
    """The rows of one segment, how far it was read, and the bytes nobody could read."""

    table: Any
    end: int
    left: int
    refused: list[bytes]


def read(stream: str, path: Path, start: int = 0) -> Arrival:
    """Return the rows of a segment from `start` on. Raises `FileNotFoundError`."""
    part = segments.read(path, start)
    payloads, refused = _decoded(path, part.payloads)
    return Arrival(to_table(stream, payloads), part.end, part.left, refused)


def _decoded(path: Path, parts: Iterable[bytes]) -> tuple[list[rows.Payload], list[bytes]]:
    payloads, refused = [], []
    for part in parts:
        try:
            payloads.append(rows.decode(part))
        except msgspec.DecodeError:
            logger.error("A whole record of %s does not have a known form", path)
            refused.append(part)
    return payloads, refused


def uncompacted(place: Path, stream: str, absorbed: Iterable[str], ending: str) -> list[Path]:
    """Return the segments or staged tables whose rows are in no live file yet."""
    skipped = {place / name for name in absorbed}
    return [path for path in segments.listed(place, stream) if path.suffix == ending and path not in skipped]


class Tail:
    """Follows the segments of a stream: what was read once is not read again."""

    def __init__(self, place: Path, stream: str) -> None:
        self._place, self._stream = place, stream
        self._read: dict[Path, tuple[int, list[Any]]] = {}

    def table(self, absorbed: Iterable[str]) -> tuple[Any, bool]:
        """Return all rows of the segments not yet absorbed, and whether they changed since the last call."""
        present = uncompacted(self._place, self._stream, absorbed, segments.SEGMENT)
        gone = self._read.keys() - set(present)
        for path in gone:
            del self._read[path]
        changed = [self._follow(path) for path in present]
        return self._whole(), bool(gone) or any(changed)

    def _follow(self, path: Path) -> bool:
        end, tables = self._read.get(path, (0, []))
        if path.stat().st_size <= end:
            return False
        arrival = read(self._stream, path, end)
        if arrival.end == end:
            return False
        self._read[path] = (arrival.end, [*tables, arrival.table])
        return bool(arrival.table.num_rows)

    def _whole(self) -> Any:
        tables = [table for _, tables in self._read.values() for table in tables]
        schema = SCHEMAS[self._stream]
        return pa.concat_tables(tables) if tables else schema.empty_table()
