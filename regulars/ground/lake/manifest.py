"""The one list of what counts. Whoever replaced it has changed the lake; whoever has not, has not."""

from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

import msgspec
from msgspec import Struct

from regulars.ground.lake.disk import write_whole

NAME = "manifest.json"


class File(Struct, frozen=True):
    """A live Parquet file of one stream and UTC day; `path` is relative to the lake."""

    stream: str
    day: date
    path: str
    rows: int


class Retired(Struct, frozen=True):
    """A file that was merged into another; it stays for those who still read it."""

    path: str
    at: datetime


class Manifest(Struct):
    """Live files, segments whose rows are already in them, and files waiting to be deleted."""

    generation: int = 0
    files: list[File] = []
    absorbed: list[str] = []
    retired: list[Retired] = []

    def of(self, stream: str) -> list[File]:
        """Return the live files of a stream."""
        return [file for file in self.files if file.stream == stream]


def load(place: Path) -> Manifest:
    """Return the manifest of a lake; an empty one if nothing was compacted yet."""
    try:
        return msgspec.json.decode((place / NAME).read_bytes(), type=Manifest)
    except FileNotFoundError:
        return Manifest()


def commit(place: Path, manifest: Manifest) -> None:
    """Replace the manifest, all or nothing, durably."""
    temporary = place / "tmp" / f"{NAME}.{uuid4().hex}"
    write_whole(temporary, place / NAME, msgspec.json.encode(manifest))
