"""Writing the index: what waits, in batches; or everything anew, beside the old one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from regulars.discovery.search.actions.engines import Pen, press
from regulars.discovery.search.hooks import Kind
from regulars.discovery.search.models import Waiting
from regulars.discovery.search.queries.kinds import every_kind

BATCH = 1000


def index_waiting(limit: int = BATCH) -> int:
    """Take in what waits; returns how many rows were handled. Does nothing while somebody else writes.

    Rows are deleted only after the commit: a kill in between repeats work, which changes nothing. Builds a missing index.
    """
    if not press().ready():
        rebuild()
    rows = list(Waiting.objects.order_by("id")[:limit])
    if not rows:
        return 0
    with press().changing(wait=False) as pen:
        if pen is None:
            return 0
        _take_in(pen, rows)
    return Waiting.objects.filter(pk__in=[row.pk for row in rows]).delete()[0]


def _take_in(pen: Pen, rows: Sequence[Waiting]) -> None:
    kinds = every_kind()
    stores = {row.key for row in rows if row.kind == "store"}
    for store in stores:
        _write_store(pen, kinds, store)
    for name, kind in kinds.items():
        if keys := sorted(
            {row.key for row in rows if row.kind == name} - (stores if name == "store" else set())
        ):
            _write(pen, kind, keys)


def rebuild() -> int:
    """Build a new index beside the old one and swap it in whole. Returns how many documents it holds."""
    with press().anew() as pen:
        last = Waiting.objects.order_by("-id").values_list("id", flat=True).first() or 0
        written = write_all(pen)
    Waiting.objects.filter(pk__lte=last).delete()
    return written


def write_all(pen: Pen) -> int:
    """Everything that may be found; how many documents."""
    return sum(pen.add(kind.documents(keys)) for kind in every_kind().values() for keys in _chunks(kind.keys))


def _chunks(keys_after: Callable[[int, int], list[int]]) -> Iterator[list[int]]:
    after = 0
    while keys := keys_after(after, BATCH):
        yield keys
        after = keys[-1]


def _write_store(pen: Pen, kinds: dict[str, Kind], store: int) -> None:
    """The store with all that is its own."""
    pen.remove_store(store)
    for kind in kinds.values():
        if kind.of_store is not None:
            for keys in _chunks(partial(kind.of_store, store)):
                _write(pen, kind, keys)


def _write(pen: Pen, kind: Kind, keys: Sequence[int]) -> None:
    pen.remove(kind.name, keys)
    pen.add(kind.documents(keys))
