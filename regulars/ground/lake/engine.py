"""Where compacted rows lie and who reads them, by `LAKE_URL`. Writing is local whichever engine reads."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, Protocol
from urllib.parse import urlsplit

from regulars.ground.lake.compaction import Compacted
from regulars.ground.lake.folder import FolderEngine
from regulars.ground.lake.place import LakeMisplaced, local_folder, url


class Engine(Protocol):
    """What every engine does alike; the contract test-suite runs against each of them."""

    def connection(self) -> Any:
        """Return the Ibis backend of this thread, its tables `beacons` and `facts` up to date."""

    def table(self, stream: str) -> Any:
        """Return the Ibis table of a stream, rows appended up to now included, each id once."""

    def compact(self, now: datetime) -> Compacted:
        """Bring what arrived into the engine's own files."""


ENGINES: dict[str, Callable[[str], Engine]] = {"file": lambda address: FolderEngine(local_folder(address))}


@cache
def engine_at(address: str) -> Engine:
    """Return the engine of an address; raises `LakeMisplaced` if there is none for its scheme."""
    scheme = urlsplit(address).scheme
    if scheme not in ENGINES:
        raise LakeMisplaced(f"No engine reads {address!r}; known schemes: {', '.join(ENGINES)}.")
    return ENGINES[scheme](address)


def engine() -> Engine:
    """Return the engine the settings name."""
    return engine_at(url())
