"""How the log is."""

from __future__ import annotations

from regulars.ground.lake import manifest, segments
from regulars.ground.lake.place import place


def condition() -> tuple[int, int]:
    """How many decisions lie compacted, and how many files wait for it."""
    where = place()
    current = manifest.load(where)
    absorbed = {where / name for name in current.absorbed}
    waiting = [path for path in segments.listed(where, "decisions") if path not in absorbed]
    return sum(file.rows for file in current.of("decisions")), len(waiting)
