"""One archive of everything: database, pictures, lake, secret. Made while the market goes on."""

from __future__ import annotations

import json
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import click
from django.conf import settings

from regulars.ground.engines import dumps
from regulars.ground.engines.condition import holds_rows, vendor
from regulars.ground.kit import clock
from regulars.trade.settlement import queries as ledger

FOLDERS = ("media", "private", "lake")
NOTE = "backup.json"
DATABASE = "database"


def make(target: Path) -> dict[str, Any]:
    """Write the archive beside `target` and move it there when it is whole. Returns what went in."""
    draft = target.with_name(f".{target.name}.part")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)  # the secret and everybody's data lie in it
    with tempfile.TemporaryDirectory(dir=settings.REGULARS_HOME) as folder:
        dump = Path(folder) / DATABASE
        dumps.dump(dump)
        note = {"at": clock.now().isoformat(), "vendor": vendor(), "folders": list(FOLDERS)}
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
    if note["vendor"] != vendor():
        raise click.ClickException(
            f"This backup is of {note['vendor']}; set DATABASE_URL to a {note['vendor']} database."
        )
    if holds_rows("accounts_person") and not force:
        raise click.ClickException(
            "There are people in this market. Restore into a new REGULARS_HOME, or give --force to replace it."
        )


def _put_in_place(folder: Path) -> None:
    home: Path = settings.REGULARS_HOME
    dumps.load(folder / DATABASE)
    for name in FOLDERS:
        if (folder / name).exists():
            shutil.rmtree(home / name, ignore_errors=True)
            shutil.move(folder / name, home / name)
    if (folder / "secret").exists():
        shutil.copy2(folder / "secret", home / "secret")
