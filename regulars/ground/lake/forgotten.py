"""Whom the lake must not know any more: a list of ids beside it, through which every row is seen.

A line names a person's public id, and perhaps a store with a moment: then rows of that store up to the moment are
meant. Rows stay, because sums of the past stay true, but nobody stands behind them: person, visitor and session are
empty. Compaction writes them down so; until then the view hides what older files still hold.
"""

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from regulars.ground.lake.disk import Disk, sync_folder
from regulars.ground.lake.place import place

NAME = "forgotten.jsonl"
FOREVER = datetime(9999, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_HIDDEN = ("person", "visitor", "session")


class Forgotten(msgspec.Struct, frozen=True, order=True):
    """Rows of `person` with `store` (empty: with all) up to `upto` (UTC without a zone)."""

    person: str
    store: str = ""
    upto: datetime = FOREVER


def forget(person: str, store: str = "", upto: datetime | None = None, *, folder: Path | None = None) -> None:
    """Put somebody on the list, durably; saying it again changes nothing. Raises `OSError`.

    `upto` is an aware moment; without it rows that come later are meant too.
    """
    moment = upto.astimezone(UTC).replace(tzinfo=None) if upto else FOREVER
    where, line = place(folder), msgspec.json.encode(Forgotten(person, store, moment)) + b"\n"
    where.mkdir(parents=True, exist_ok=True)
    disk, fd = Disk(), os.open(where / NAME, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o640)
    try:
        disk.write(fd, line)
        disk.sync(fd)
    finally:
        os.close(fd)
    sync_folder(where)


def listed(folder: Path) -> tuple[Forgotten, ...]:
    """Who is on the list, each person and store once, in order."""
    try:
        lines = (folder / NAME).read_bytes().splitlines()
    except FileNotFoundError:
        return ()
    latest: dict[tuple[str, str], Forgotten] = {}
    for one in _readable(lines):
        key = (one.person, one.store)
        latest[key] = max(one, latest.get(key, one))
    return tuple(latest[key] for key in sorted(latest))


def _readable(lines: Iterable[bytes]) -> Iterable[Forgotten]:
    for line in lines:
        try:
            yield msgspec.json.decode(line, type=Forgotten)
        except (msgspec.DecodeError, msgspec.ValidationError):
            # A line that a dying process left unfinished; its task writes it again.
            continue


def hidden(names: Iterable[str], query: str, people: tuple[Forgotten, ...]) -> str:
    """Return the query, whose columns are `names`, with nobody behind the rows of forgotten people."""
    if not people:
        return query
    there = set(names)
    replaced = [f"CASE WHEN gone THEN NULL ELSE {name} END AS {name}" for name in _HIDDEN if name in there]
    if "body" in there:
        replaced.append(
            "CASE WHEN gone THEN CAST(json_merge_patch(body, '{\"person_id\":null}') AS VARCHAR) "
            "ELSE body END AS body"
        )
    shown = f"SELECT * REPLACE ({', '.join(replaced)})"
    marked = f"SELECT *, coalesce({_gone(people)}, false) AS gone FROM ({query})"
    return f"SELECT * EXCLUDE (gone) FROM ({shown} FROM ({marked}))"


def _gone(people: tuple[Forgotten, ...]) -> str:
    whole = ", ".join(_text(one.person) for one in people if not one.store)
    parts = [
        f"({_text(one.person)}, {_text(one.store)}, TIMESTAMP '{one.upto.isoformat(sep=' ')}')"
        for one in people
        if one.store
    ]
    conditions = [f"person IN ({whole})"] if whole else []
    if parts:
        rows = f"(VALUES {', '.join(parts)}) AS part(who, place, upto)"
        met = 'part.who = person AND part.place = store AND "at" <= part.upto'
        conditions.append(f"(person IS NOT NULL AND EXISTS (SELECT 1 FROM {rows} WHERE {met}))")
    return " OR ".join(conditions)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
