"""The lake: what people did (`beacons`) and what happened (`facts`), kept for analysis.

Writing needs nothing but the disk; what reads (DuckDB, Ibis, Arrow) is loaded when somebody first asks
for it, so a process that only writes stays small.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from regulars.ground.lake.batches import append
from regulars.ground.lake.place import place

if TYPE_CHECKING:
    from regulars.ground.lake.reading import compact, connection, prop, read
    from regulars.ground.lake.tables import append_table

_LATER = {
    "append_table": "regulars.ground.lake.tables",
    "compact": "regulars.ground.lake.reading",
    "connection": "regulars.ground.lake.reading",
    "prop": "regulars.ground.lake.reading",
    "read": "regulars.ground.lake.reading",
}

__all__ = ["append", "append_table", "compact", "connection", "place", "prop", "read"]


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"The lake has no {name!r}.")
    return getattr(import_module(_LATER[name]), name)
