"""The worker's side of the talk: read `{"case": n, "times": m}` lines, answer CPU seconds and the total."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

Work = Callable[[], int]


def spin() -> int:
    """A fixed piece of pure Python, to tell a slow machine from slow code."""
    total = 0
    for n in range(200_000):
        total += n * n % 7
    return total


def serve(works: list[Work]) -> None:
    """Answer on stdout until stdin ends; case -1 is the calibration."""
    print(json.dumps({"ready": True}), flush=True)
    for text in sys.stdin:
        order = json.loads(text)
        work = spin if order["case"] < 0 else works[order["case"]]
        work()
        start = time.process_time()
        for _ in range(order["times"]):
            total = work()
        spent = time.process_time() - start
        print(json.dumps({"cpu_s": spent, "total": total}), flush=True)
