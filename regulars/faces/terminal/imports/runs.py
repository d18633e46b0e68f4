"""One run of an import: what is kept about it, which rows it left out, and facts on their way to the lake."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from regulars.ground import lake
from regulars.ground.kit.queries import ImportRun
from regulars.ground.kit.runs import Reject, finish, run_of, step
from regulars.ground.kit.sheets import write_csv

SHOWN = 50


def digest(files: Sequence[Path]) -> str:
    """What the files hold, as 40 hex digits; a run is known by it."""
    seen = hashlib.sha256()
    for file in sorted(files):
        seen.update(file.name.encode())
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                seen.update(block)
    return seen.hexdigest()[:40]


def place() -> Path:
    """Where imports keep what is not in the database yet."""
    found = Path(settings.REGULARS_HOME) / "imports"
    found.mkdir(parents=True, exist_ok=True)
    return found


@contextmanager
def bench() -> Iterator[Path]:
    """A folder for scratch work, gone afterwards."""
    for left in place().glob("work-*"):
        if not _alive(int(left.name.removeprefix("work-"))):
            shutil.rmtree(left, ignore_errors=True)
    folder = place() / f"work-{os.getpid()}"
    folder.mkdir(exist_ok=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class Run:
    """An import in progress. Facts are prepared on disk before a batch commits, and sent to the lake after.

    A kill in between leaves the prepared file; the next start finds in `done` whether its batch committed.
    """

    def __init__(self, kind: str, source: str, *, dry_run: bool):
        self.kind, self.source, self.dry_run = kind, source[:200], dry_run
        self.row = None if dry_run else run_of(kind, self.source)
        self.finished_before = self.row is not None and self.row.finished_at is not None
        if self.row is not None:
            self._finish_facts(self.row)

    def _folder(self, row: ImportRun) -> Path:
        folder = place() / row.public_id
        folder.mkdir(exist_ok=True)
        return folder

    def _finish_facts(self, row: ImportRun) -> None:
        for file in sorted(self._folder(row).glob("facts-*.parquet")):
            if int(file.stem.removeprefix("facts-")) <= row.done.get("batch", 0):
                self._send(row, file)
            file.unlink()

    def _send(self, row: ImportRun, file: Path) -> None:
        lake.append_table("facts", pq.read_table(file), batch_key=f"{row.public_id}-{file.stem}")

    @contextmanager
    def batch(self, stage: str) -> Iterator[list[Mapping[str, Any]]]:
        """One batch, whole or not at all; facts put into the yielded list reach the lake once."""
        facts: list[Mapping[str, Any]] = []
        if self.row is None:
            yield facts
            return
        number = int(self.row.done.get("batch", 0)) + 1
        file = self._folder(self.row) / f"facts-{number:09d}.parquet"
        with step(self.row, stage, {**self.row.done, "batch": number}):
            yield facts
            if facts:
                _prepare(file, facts)
        if facts:
            self._send(self.row, file)
            file.unlink()

    def close(self, counts: Mapping[str, int], rejects: Sequence[tuple[Any, ...]]) -> Path | None:
        """Keep the counts and the rejected rows; returns the table of rejected rows, if there are any."""
        if self.row is None:
            return None
        finish(self.row, counts, [Reject(*one) for one in rejects])
        return _report(self._folder(self.row), rejects)


def _prepare(file: Path, facts: Sequence[Mapping[str, Any]]) -> None:
    table = pa.Table.from_pylist(list(facts))
    draft = file.with_suffix(".draft")
    pq.write_table(table, draft, compression="zstd", compression_level=1)
    with draft.open("rb") as stream:
        os.fsync(stream.fileno())
    draft.replace(file)


def _report(folder: Path, rejects: Sequence[tuple[Any, ...]]) -> Path | None:
    file = folder / "rejected.csv"
    if not rejects:
        file.unlink(missing_ok=True)
        return None
    with file.open("wb") as stream:
        stream.writelines(write_csv(("sheet", "row", "column", "reason", "content"), rejects))
    return file
