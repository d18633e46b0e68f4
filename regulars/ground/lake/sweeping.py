"""Deleting what no longer counts: absorbed segments, retired files, leavings of a round that died."""

import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from regulars.ground.lake import manifest
from regulars.ground.lake.manifest import Manifest

GRACE = timedelta(minutes=10)
LEFT_BEHIND = 3600.0

Passing = Callable[[str], None]


def sweep(place: Path, now: datetime, passing: Passing) -> None:
    """Delete what the manifest allows to delete. Only for whoever holds the lock of compaction."""
    current = manifest.load(place)
    for name in current.absorbed:
        (place / name).unlink(missing_ok=True)
        passing("segment-deleted")
    _delete(_orphans(place, current))
    _delete(_abandoned(place))
    due = [retired for retired in current.retired if retired.at + GRACE <= now]
    for retired in due:
        (place / retired.path).unlink(missing_ok=True)
        passing("retired-deleted")
    if due:
        current.retired = [retired for retired in current.retired if retired not in due]
        manifest.commit(place, current)


def _orphans(place: Path, current: Manifest) -> Iterable[Path]:
    """Files no manifest names: only the holder of the lock writes there, so their round died."""
    known = {place / file.path for file in current.files} | {place / file.path for file in current.retired}
    return [path for path in place.glob("parquet/*/day=*/*.parquet") if path not in known]


def _abandoned(place: Path) -> Iterable[Path]:
    """Unfinished files: of compaction at once, of other writers when they cannot be at work any more."""
    old = time.time() - LEFT_BEHIND
    yield from place.glob("tmp/compact/*")
    yield from (path for path in place.glob("tmp/*") if path.is_file() and path.stat().st_mtime < old)


def _delete(paths: Iterable[Path]) -> None:
    for path in list(paths):
        path.unlink(missing_ok=True)
