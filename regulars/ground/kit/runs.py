"""How far an import came, and which rows it sent back: kept so that a kill costs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from regulars.ground.kit import clock
from regulars.ground.kit.models import ImportReject, ImportRun

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not taken over, where it stands and why."""

    sheet: str
    row: int
    column: str
    reason: str
    content: str


def run_of(kind: str, source: str) -> ImportRun:
    """The market's run of this source: a fresh one, or the one that was begun before."""
    run, _fresh = ImportRun.objects.get_or_create(kind=kind, source=source, store_id=None)
    return run


@contextmanager
def step(run: ImportRun, stage: str, done: Mapping[str, Any]) -> Iterator[None]:
    """What is written inside, and how far the run then came: both or nothing."""
    with transaction.atomic():
        yield
        ImportRun.objects.filter(pk=run.pk).update(done=dict(done), stage=stage, finished_at=None)
    run.done = dict(done)


def finish(run: ImportRun, counts: Mapping[str, int], rejects: Sequence[Reject]) -> None:
    """The run is over: its counts, and the rows sent back in place of earlier ones."""
    rows = [
        ImportReject(
            run=run, sheet=one.sheet[:60], row=one.row, column=one.column[:60], reason=one.reason[:300],
            content=one.content,
        )
        for one in rejects
    ]  # fmt: skip
    with transaction.atomic():
        run.rejects.all().delete()
        ImportReject.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
        ImportRun.objects.filter(pk=run.pk).update(
            counts=dict(counts), stage="finished", finished_at=clock.now()
        )
