"""Runs the picture worker: one short-lived child per picture, killed when it overstays."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from regulars.goods.media import rules

ROOT = Path(__file__).resolve().parents[3]
COMMAND = (sys.executable, "-m", "regulars.goods.media.worker")
HEADER_BYTES = 4096


@dataclass(frozen=True)
class Rebuilt:
    """A picture drawn anew: its size in pixels, its WebP files by width, the upload's digest."""

    width: int
    height: int
    files: dict[int, bytes]
    sha256: str
    memory_kb: int


def rebuild(data: bytes, *, command: tuple[str, ...] = COMMAND, seconds: float = rules.SECONDS) -> Rebuilt:
    """Decode foreign bytes in a limited child within `seconds`.

    Raises BadPicture when it is no picture we take, OSError when the disk has no room.
    """
    rules.sniff(data)
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as result:
        source.write(data)
        source.seek(0)
        _run(command, source, result, seconds)
        result.seek(0)
        return _parse(result, hashlib.sha256(data).hexdigest())


def _run(command: tuple[str, ...], source: IO[bytes], result: IO[bytes], seconds: float) -> None:
    child = subprocess.Popen(
        command, stdin=source, stdout=result, stderr=subprocess.DEVNULL, env=_environment(), cwd="/"
    )
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        raise rules.BadPicture("too-demanding") from None
    finally:
        child.kill()
        child.wait()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}


def _parse(result: IO[bytes], sha256: str) -> Rebuilt:
    try:
        header = cast("dict[str, Any]", json.loads(result.readline(HEADER_BYTES)))
    except ValueError:  # died of its limits before it could speak
        raise rules.BadPicture("too-demanding") from None
    reason = header.get("reason")
    if reason is not None:
        raise rules.BadPicture(reason if reason in rules.REASONS else "broken")
    (width, height), sizes = header["size"], header["files"]
    files = {int(wide): result.read(int(size)) for wide, size in sizes}
    return Rebuilt(int(width), int(height), files, sha256, int(header["memory_kb"]))
