"""Compacts copies of a lake, dying at each step in turn: `python -m tests.ground.lake.dying LAKE COPIES`.

Each process is forked from one that has loaded all modules but not opened DuckDB; the exit is a real SIGKILL.
"""

import os
import shutil
import signal
import sys
from datetime import timedelta
from itertools import count
from pathlib import Path

import pyarrow as pa

from regulars.ground.lake.compaction import compact

from .samples import NOON


class Death:
    """Kills the process when so many steps were passed."""

    def __init__(self, step: int) -> None:
        self.left = step

    def __call__(self, step: str) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def run(place: Path, step: int, hours: int) -> bool:
    """Compact in a child that dies at a step; return whether it died."""
    child = os.fork()
    if child == 0:
        compact(place, NOON + timedelta(hours=hours), passing=Death(step))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, -signal.SIGKILL):
        raise SystemExit(f"compaction failed with {code} at step {step}")
    return code != 0


def main(lake: Path, copies: Path) -> None:
    """Leave one copy of the lake per step, once or twice killed; the last one finished."""
    pa.array(["Arrow loads more when first used"])
    for step in count(1):
        copy = copies / f"{step:03}"
        shutil.copytree(lake, copy)
        died = run(copy, step, hours=2)
        if not died:
            return
        if step % 4:
            continue
        twice = copies / f"{step:03}-twice"
        shutil.copytree(copy, twice)
        run(twice, step * 5 % 11 + 1, hours=3)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
