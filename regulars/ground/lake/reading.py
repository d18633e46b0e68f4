"""The lake's questions, asked of the engine the settings name."""

from datetime import datetime
from typing import Any

from regulars.ground.lake.compaction import Compacted
from regulars.ground.lake.engine import engine


def read(stream: str) -> Any:
    """Return the Ibis table of `beacons` or `facts`, with all that is durable now. Raises `UnknownStream`."""
    return engine().table(stream)


def connection() -> Any:
    """Return the Ibis backend of this thread, with the tables `beacons` and `facts` up to date."""
    return engine().connection()


def compact(now: datetime) -> Compacted:
    """Bring closed segments into the engine's files; call it every few minutes. Safe to kill and repeat."""
    return engine().compact(now)


def prop(column: Any, key: str) -> Any:
    """Return the text under `key` of a JSON column (`props` or `body`) as an Ibis string expression."""
    return column.cast("json")[key].unwrap_as("string")
