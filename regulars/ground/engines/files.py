"""Where files live: a folder by default, something else by URL. App code never asks which."""

from __future__ import annotations

import errno
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{2,120}(\.[a-z0-9]{1,8})?", re.ASCII)
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
PUBLIC = "/media/"


class StorageFull(OSError):
    """There is no room for the file; nothing of it was kept."""


class Files(Protocol):
    """A flat store of whole files by name. Names match NAME; anything else is a ValueError."""

    def put(self, name: str, data: bytes) -> None:
        """Keep `data` under `name`, all of it or nothing. Raises StorageFull."""

    def get(self, name: str) -> bytes:
        """The bytes kept under `name`. Raises FileNotFoundError."""

    def delete(self, name: str) -> None:
        """Forget `name`; no complaint when it is not there."""

    def url(self, name: str) -> str:
        """Where a browser finds `name`."""

    def older_than(self, seconds: float) -> Iterator[str]:
        """Names of the files kept for longer than `seconds`."""


def open_files(url: str) -> Files:
    """The store behind a FILES_URL.

    `file:/srv/media` keeps a folder, `memory:` forgets at the end of the process; both take
    `?public=https://media.example/` as the address browsers use. Raises ValueError.
    """
    parts = urlsplit(url)
    public = parse_qs(parts.query).get("public", [PUBLIC])[-1]
    if parts.scheme == "file" and parts.path:
        return FolderFiles(Path(unquote(parts.path)), public)
    if parts.scheme == "memory":
        return MemoryFiles(public)
    raise ValueError(f"FILES_URL {url!r} is not understood: write file:/path/to/folder or memory:")


def checked(name: str) -> str:
    """The name itself when it is a safe one; raises ValueError."""
    if NAME.fullmatch(name) is None:
        raise ValueError(f"not a file name: {name!r}")
    return name


class FolderFiles:
    """Files in one folder of this machine, spread over sub-folders by the end of their name."""

    def __init__(self, root: Path, public: str = PUBLIC) -> None:
        self.root, self.public = root, public

    def put(self, name: str, data: bytes) -> None:
        """Write beside, flush to disk, then rename: readers see the old file or the new one."""
        path = self._path(name)
        beside = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._write(beside, data)
            beside.replace(path)
        except OSError as problem:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            if problem.errno in FULL:
                raise StorageFull(problem.errno, "no room for the file", name) from problem
            raise

    def _write(self, path: Path, data: bytes) -> None:
        with path.open("xb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())

    def get(self, name: str) -> bytes:
        """Read the whole file."""
        return self._path(name).read_bytes()

    def delete(self, name: str) -> None:
        """Remove the file."""
        self._path(name).unlink(missing_ok=True)

    def url(self, name: str) -> str:
        """The public address of the file."""
        return self.public + checked(name)

    def older_than(self, seconds: float) -> Iterator[str]:
        """Walk the folder; what a killed writer left behind is removed on the way."""
        before = time.time() - seconds
        for path in self.root.glob("??/*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime >= before:
                    continue
                if path.name.startswith("."):
                    path.unlink()
                else:
                    yield path.name

    def _path(self, name: str) -> Path:
        stem = checked(name).split(".", 1)[0].split("-", 1)[0]
        return self.root / stem[-2:] / name


class MemoryFiles:
    """Files that live as long as the process: for tests and trials."""

    def __init__(self, public: str = PUBLIC) -> None:
        self.public = public
        self._kept: dict[str, tuple[float, bytes]] = {}

    def put(self, name: str, data: bytes) -> None:
        """Keep a copy."""
        self._kept[checked(name)] = (time.time(), bytes(data))

    def get(self, name: str) -> bytes:
        """The copy."""
        try:
            return self._kept[checked(name)][1]
        except KeyError:
            raise FileNotFoundError(name) from None

    def delete(self, name: str) -> None:
        """Drop the copy."""
        self._kept.pop(checked(name), None)

    def url(self, name: str) -> str:
        """The public address of the file."""
        return self.public + checked(name)

    def older_than(self, seconds: float) -> Iterator[str]:
        """Names by age."""
        before = time.time() - seconds
        return iter([name for name, (at, _) in self._kept.items() if at < before])
