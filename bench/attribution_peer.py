"""Worker for the peer's own environment: ChannelAttribution on paths saved as arrays.

Reads "prepare", "heuristic" or "markov" per line, answers CPU seconds and orders per channel as one JSON line.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

ANSWERS = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # the package advertises itself on standard output

import ChannelAttribution as peer  # type: ignore[import-not-found]  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: E402

NAMES = np.array([f"c{n}" for n in range(64)])


def prepare(home: Path) -> Any:
    """Paths as strings, equal ones added up, as the package wants them."""
    channel, length, ordered = (np.load(home / f"{name}.npy") for name in ("channel", "length", "ordered"))
    words = NAMES[channel].tolist()
    ends = np.cumsum(length).tolist()
    starts = [0, *ends[:-1]]
    paths = [" > ".join(words[start:end]) for start, end in zip(starts, ends, strict=True)]
    rows = pd.DataFrame({"path": paths, "orders": ordered.astype(int), "lost": (~ordered).astype(int)})
    return rows.groupby("path", as_index=False, sort=False).sum()


def heuristic(rows: Any) -> dict[str, list[float]]:
    """Orders per channel by first, last and even shares."""
    found = peer.heuristic_models(rows, "path", "orders")
    return {
        "first": by_channel(found, "first_touch"),
        "last": by_channel(found, "last_touch"),
        "linear": by_channel(found, "linear_touch"),
    }


def markov(rows: Any) -> dict[str, list[float]]:
    """Orders per channel by the simulated chain of first order."""
    found = peer.markov_model(rows, "path", "orders", var_null="lost", order=1)
    return {"chain": by_channel(found, "total_conversions")}


def by_channel(found: Any, wanted: str) -> list[float]:
    """One column in the order of our channels."""
    columns = [name for name in found.columns if name.startswith(wanted)]
    told = dict(zip(found["channel_name"], found[columns[0]], strict=True))
    size = 1 + max(int(name[1:]) for name in told)
    return [float(told.get(f"c{n}", 0.0)) for n in range(size)]


def main() -> None:
    """Answer until standard input ends."""
    home, rows = Path(sys.argv[1]), None
    for line in sys.stdin:
        what = line.strip()
        began = time.process_time()
        if what == "prepare":
            rows, said = prepare(home), {}
        else:
            said = heuristic(rows) if what == "heuristic" else markov(rows)
        spent = time.process_time() - began
        print(json.dumps({"cpu_s": spent, **said}), file=ANSWERS, flush=True)


if __name__ == "__main__":
    main()
