"""One archive of everything: database, pictures, lake, secret. Made while the market goes on."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.db import connection

from regulars.ground.kit import clock
from regulars.trade.settlement import queries as ledger

FOLDERS = ("media", "lake")
NOTE = "backup.json"
DATABASE = "database"


def make(target: Path) -> dict[str, Any]:
    """Write the archive beside `target` and move it there when it is whole. Returns what went in."""
    draft = target.with_name(f".{target.name}.part")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)  # the secret and everybody's data lie in it
    with tempfile.TemporaryDirectory(dir=settings.REGULARS_HOME) as folder:
        dump = Path(folder) / DATABASE
        _dump(dump)
        note = {"at": clock.now().isoformat(), "vendor": connection.vendor, "folders": list(FOLDERS)}
        (Path(folder) / NOTE).write_text(json.dumps(note))
        with tarfile.open(draft, "w:gz", compresslevel=3) as archive:
            archive.add(Path(folder) / NOTE, NOTE)
            archive.add(dump, DATABASE)
            _add_files(archive)
    draft.replace(target)
    return {"backup": str(target), "bytes": target.stat().st_size, **note}


def _add_files(archive: tarfile.TarFile) -> None:
    home: Path = settings.REGULARS_HOME
    if (home / "secret").exists():
        archive.add(home / "secret", "secret")
    for name in FOLDERS:
        if (home / name).exists():
            archive.add(home / name, name)


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        with (
            closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy, pages=2000)
        return
    subprocess.run(
        ["pg_dump", "--format=custom", f"--file={target}", settings.DATABASE_URL.split("?")[0]], check=True
    )


def bring_back(source: Path, *, dry_run: bool, force: bool) -> dict[str, Any]:
    """Unpack `source` into REGULARS_HOME and check its books. Refuses a market that has people in it."""
    with tarfile.open(source) as archive:
        member = archive.extractfile(NOTE)
        if member is None:
            raise click.ClickException(f"{source} is not a backup of Regulars.")
        note: dict[str, Any] = json.loads(member.read())
        if dry_run:
            return {"would_restore": str(source), **note, "files": len(archive.getmembers())}
        _check_place(note, force)
        with tempfile.TemporaryDirectory(dir=settings.REGULARS_HOME) as folder:
            archive.extractall(folder, filter="data")
            _put_in_place(Path(folder))
    books = ledger.check_books()
    return {"restored": str(source), **note, "books_ok": books["ok"], "entries": books["entries"]}


def _check_place(note: dict[str, Any], force: bool) -> None:
    if note["vendor"] != connection.vendor:
        raise click.ClickException(
            f"This backup is of {note['vendor']}; set DATABASE_URL to a {note['vendor']} database."
        )
    tables = connection.introspection.table_names()
    occupied = "accounts_person" in tables and _people()
    if occupied and not force:
        raise click.ClickException(
            "There are people in this market. Restore into a new REGULARS_HOME, or give --force to replace it."
        )


def _people() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM accounts_person LIMIT 1")
        return cursor.fetchone() is not None


def _put_in_place(folder: Path) -> None:
    home: Path = settings.REGULARS_HOME
    if connection.vendor == "sqlite":
        _load_sqlite(folder / DATABASE)
    else:
        url = settings.DATABASE_URL.split("?")[0]
        subprocess.run(
            ["pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={url}", str(folder / DATABASE)],
            check=True,
        )
    for name in FOLDERS:
        if (folder / name).exists():
            shutil.rmtree(home / name, ignore_errors=True)
            shutil.move(folder / name, home / name)
    if (folder / "secret").exists():
        shutil.copy2(folder / "secret", home / "secret")


def _load_sqlite(dump: Path) -> None:
    connection.close()
    with (
        closing(sqlite3.connect(dump)) as source,
        closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as target,
    ):
        source.backup(target)
