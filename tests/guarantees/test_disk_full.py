"""R20: the disk is full under database, pictures and lake: a clear page, reading goes on, and room is all it takes.

The limit on the size of files stands for the full disk everywhere; where a small disk of its own can be made
(as root), it is really filled.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from functools import cache
from http.client import HTTPConnection
from pathlib import Path

import pytest

from regulars.ground.lake.folder import FolderEngine
from tests.ground.lake.samples import beacon
from tests.guarantees.served import Served, market

SIZE = 48 * 1024 * 1024


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of its own, a few megabytes large."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@cache
def can_mount() -> bool:
    """Whether a disk of its own can be made here."""
    if os.getuid() != 0 or not shutil.which("mount"):
        return False
    with tempfile.TemporaryDirectory() as folder:
        try:
            with small_disk(Path(folder)):
                return True
        except (OSError, subprocess.CalledProcessError):
            return False


@contextmanager
def filled(home: Path) -> Iterator[None]:
    """Nothing more fits on the disk."""
    ballast = home / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 4096)
    yield
    ballast.unlink()


@contextmanager
def no_file_may_grow(served: Served) -> Iterator[None]:
    """No process that serves may write another byte into any file."""
    pids = [served.pid, *_below(served.pid)]
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    yield
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def _below(pid: int) -> list[int]:
    children = [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]
    return children + [below for child in children for below in _below(child)]


def look(served: Served) -> None:
    """Reading goes on."""
    for path in ("/", "/s/purple-clay-house/", "/search/?q=cup", "/healthz"):
        assert served.ask(path, "alice").status == 200, path
    assert served.ask("/orders/", "alice").status == 200


def visit(served: Served) -> int:
    """What the lake answers to a visit: 202 kept, 503 not now."""
    line = HTTPConnection("127.0.0.1", served.port, timeout=20)
    with closing(line):
        headers = {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{served.port}"}
        line.request("POST", "/rt/beacon", json.dumps([beacon()]), headers)
        return line.getresponse().status


def full_and_free_again(served: Served, name: str, full: AbstractContextManager[None]) -> int:
    """An order before, while and after; the one that failed is sent again as it was. Returns visits kept meanwhile."""
    assert served.order("alice", f"{name}-before").status == 303
    with full:
        for _ in range(3):
            answer = served.order("alice", f"{name}-while")
            assert answer.status == 503
            assert "We cannot save anything just now" in answer.text
            look(served)
        answers = [visit(served) for _ in range(3)]
        assert set(answers) <= {202, 503}
    assert served.order("alice", f"{name}-while").status == 303
    assert served.order("bob", f"{name}-after").status == 303
    look(served)
    return answers.count(202)


def visits_on_disk(home: Path) -> int:
    """How many visits lie in the lake."""
    return int(FolderEngine(home / "lake").table("beacons").count().execute())


@pytest.mark.kill
@pytest.mark.nightly
def test_full_is_said_and_room_is_all_it_takes(tmp_path: Path) -> None:
    disk = small_disk(tmp_path) if can_mount() else nullcontext()
    with disk, market(tmp_path, f"sqlite://{tmp_path}/regulars.sqlite3") as served:
        assert visit(served) == 202
        assert full_and_free_again(served, "limit", no_file_may_grow(served)) == 0
        # What fits into the last page of a file is kept on a full disk, too: said and done must agree.
        squeezed = full_and_free_again(served, "disk", filled(tmp_path)) if can_mount() else 0
        assert visit(served) == 202
        assert visits_on_disk(tmp_path) == 2 + squeezed
        with closing(sqlite3.connect(tmp_path / "regulars.sqlite3")) as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            (orders,) = file.execute("SELECT count(*) FROM orders_ordergroup").fetchone()
            assert orders == (6 if can_mount() else 3)
            assert file.execute("SELECT held FROM catalog_stock WHERE held > 0").fetchall() == [(orders,)]
