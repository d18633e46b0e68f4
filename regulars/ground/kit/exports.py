"""Taking everything along: every app says in its `exports.py` what it holds of a store; here it becomes one zip.

Each table is written twice: as CSV (for spreadsheets) and as JSON Lines (for programs). The zip is made while
it is sent, so it needs neither memory nor disk.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from django.db.models import Model

from regulars.ground.kit.ownids import OwnIds, Renaming, unchanged
from regulars.ground.kit.sheets import write_csv

CHUNK = 1000
F = TypeVar("F", bound=Callable[[Any], Iterable[Any]])
Files = Callable[[Any], Iterable[tuple[str, bytes]]]


class Target(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> int:
        """Take bytes; returns how many."""


@dataclass(frozen=True, slots=True)
class Table:
    """What one file holds: the columns taken from each row ("a.b" goes through a relation) and the rows of a store."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[Any], Iterable[Any]]


tables: dict[str, Table] = {}
folders: list[tuple[str, Files]] = []
# Every model that is a store's own, and the file it goes along in or the reason why it does not.
taken: dict[type[Model], str] = {}
left: dict[type[Model], str] = {}


def goes_along(name: str, columns: str, *models: type[Model]) -> Callable[[F], F]:
    """Declare a table of the export. The function gives a store's rows; `models` are those it speaks for."""

    def register(rows: F) -> F:
        if name in tables:
            raise ValueError(f"two tables of the export are called {name}")
        tables[name] = Table(name, tuple(columns.split()), rows)
        taken.update(dict.fromkeys(models, name))
        return rows

    return register


def stays(why: str, *models: type[Model]) -> None:
    """Say of models which hang on a store why they are not part of its export."""
    left.update(dict.fromkeys(models, why))


def files_go_along(folder: str) -> Callable[[Files], Files]:
    """Declare files of the export: the function gives each file's name within `folder` and its bytes.

    Several apps may fill one folder, with names that differ.
    """

    def register(files: Files) -> Files:
        folders.append((folder, files))
        return files

    return register


def archive(store: Any) -> Iterator[bytes]:
    """The zip with everything of the store, piece by piece. Ids of people and purchases are the store's own there."""
    return packed(tables.values(), folders, store, OwnIds(store.public_id))


def packed(
    listed: Iterable[Table], beside: Iterable[tuple[str, Files]], of: Any, named: Renaming = unchanged
) -> Iterator[bytes]:
    """A zip with the tables and files `of` somebody or something, piece by piece; texts as `named` says them."""
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archived:  # type: ignore[call-overload]
        for file, pieces in _written(listed, of, named):
            with archived.open(file, "w") as out:
                for piece in pieces:
                    out.write(piece)
                    yield pipe.emptied()
            yield pipe.emptied()
        for folder, files in beside:
            for name, content in files(of):
                archived.writestr(f"{folder}/{name}", content, zipfile.ZIP_STORED)
                yield pipe.emptied()
    yield pipe.emptied()


def write_archive(store: Any, target: Target) -> int:
    """Write the zip into `target`; returns how many bytes."""
    return sum(target.write(piece) for piece in archive(store))


def value(row: Any, path: str) -> Any:
    """What a column shows of a row; None where the way ends."""
    for name in path.split("."):
        row = row.get(name) if isinstance(row, dict) else getattr(row, name, None)
    return row


class Pipe:
    """A file that only remembers what was written since it was last emptied."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Take bytes."""
        self.waiting.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits elsewhere."""

    def emptied(self) -> bytes:
        """Everything written since the last call."""
        found, self.waiting = b"".join(self.waiting), []
        return found


def _written(listed: Iterable[Table], of: Any, named: Renaming) -> Iterator[tuple[str, Iterator[bytes]]]:
    for table in listed:
        yield f"{table.name}.csv", _csv(table.columns, table.rows(of), named)
        yield f"{table.name}.jsonl", _jsonl(table.columns, table.rows(of), named)


def _csv(paths: Sequence[str], rows: Iterable[Any], named: Renaming) -> Iterator[bytes]:
    return write_csv(paths, ([_cell(value(row, path), named) for path in paths] for row in rows))


def _cell(found: Any, named: Renaming) -> Any:
    if isinstance(found, datetime):
        return found.isoformat()
    if isinstance(found, dict | list):
        return named(json.dumps(found, ensure_ascii=False))
    return named(found) if isinstance(found, str) else found


def _jsonl(paths: Sequence[str], rows: Iterable[Any], named: Renaming) -> Iterator[bytes]:
    for row in rows:
        found = {path: value(row, path) for path in paths}
        yield named(json.dumps(found, ensure_ascii=False, default=str)).encode() + b"\n"
