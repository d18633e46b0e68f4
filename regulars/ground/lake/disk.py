"""The few calls by which bytes become durable."""

import os
from pathlib import Path

_sync = getattr(os, "fdatasync", os.fsync)


class Disk:
    """Write and sync; the tests hand in one that counts or fails."""

    def write(self, fd: int, data: bytes) -> None:
        """Write all of it; raises `OSError`."""
        view = memoryview(data)
        while view:
            view = view[os.write(fd, view) :]

    def sync(self, fd: int) -> None:
        """Return when the bytes will survive a power cut; raises `OSError`."""
        _sync(fd)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    _sync_path(folder, os.O_RDONLY | os.O_DIRECTORY)


def settle(temporary: Path, final: Path) -> None:
    """Give a finished file its name, all or nothing, durably."""
    _sync_path(temporary, os.O_RDONLY)
    final.parent.mkdir(parents=True, exist_ok=True)
    os.replace(temporary, final)
    sync_folder(final.parent)


def write_whole(temporary: Path, final: Path, data: bytes) -> None:
    """Create or replace a file, all or nothing, durably."""
    temporary.parent.mkdir(parents=True, exist_ok=True)
    temporary.write_bytes(data)
    settle(temporary, final)


def _sync_path(path: Path, flags: int) -> None:
    fd = os.open(path, flags)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
