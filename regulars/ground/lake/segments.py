"""Segment files: who is writing one, what is whole in one, which are closed.

A writer holds a lock on its segment as long as it lives; the kernel lets go of it when the process dies,
so "nobody holds the lock" means "nobody will ever write here again".
"""

import fcntl
import os
import time
from pathlib import Path
from uuid import uuid4

from msgspec import Struct

from regulars.ground.lake.disk import sync_folder
from regulars.ground.lake.framing import MAGIC, payloads

STREAMS = ("beacons", "facts", "decisions")
SEGMENT = ".seg"
STAGED = ".parquet"


class UnknownStream(ValueError):
    """The lake has no such stream."""


def folder_of(place: Path, stream: str) -> Path:
    """Return the folder of a stream's segments; raises `UnknownStream`."""
    if stream not in STREAMS:
        raise UnknownStream(f"The lake has the streams {', '.join(STREAMS)}; not {stream!r}.")
    return place / "segments" / stream


def create(place: Path, stream: str) -> tuple[Path, int]:
    """Create a segment locked by this process; return its path and descriptor, positioned behind the magic.

    It is locked before it gets its name, so that nobody can take it for an abandoned one.
    """
    path = (
        folder_of(place, stream) / f"{time.time_ns() // 1_000_000}-{os.getpid()}-{uuid4().hex[:8]}{SEGMENT}"
    )
    temporary = place / "tmp" / path.name
    for folder in (path.parent, temporary.parent):
        folder.mkdir(parents=True, exist_ok=True)
    fd = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_APPEND, 0o640)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        os.write(fd, MAGIC)
        os.fsync(fd)
        os.rename(temporary, path)
        sync_folder(path.parent)
    except OSError:
        release(fd)
        raise
    return path, fd


def release(fd: int) -> None:
    """Close a segment for good. A forked child may still hold the descriptor, hence the unlock."""
    fcntl.flock(fd, fcntl.LOCK_UN)
    os.close(fd)


def closed(path: Path) -> bool:
    """Tell whether nobody can write to a segment any more."""
    fd = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(fd)
    return True


def listed(place: Path, stream: str) -> list[Path]:
    """Return the segments and staged tables of a stream, oldest name first."""
    folder = folder_of(place, stream)
    names = os.listdir(folder) if folder.is_dir() else []
    return sorted(folder / name for name in names if name.endswith((SEGMENT, STAGED)))


class Part(Struct):
    """The whole payloads of a segment from an offset on, where they end, and how many bytes lie behind."""

    payloads: list[bytes]
    end: int
    left: int


def read(path: Path, start: int = 0) -> Part:
    """Return what is whole in a segment from `start` on; a torn or damaged tail is only counted."""
    with path.open("rb") as file:
        file.seek(start)
        data = memoryview(file.read())
    if start == 0 and data[: len(MAGIC)] != MAGIC:
        return Part([], 0, len(data))
    offset = 0 if start else len(MAGIC)
    found = list(payloads(data, offset))
    end = found[-1][1] if found else offset
    return Part([bytes(payload) for payload, _ in found], start + end, len(data) - end)
