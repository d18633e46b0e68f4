"""The whole database as one file, and back."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.conf import settings

from regulars.ground.engines.condition import let_go, vendor

PAGES = 2000


def dump(target: Path) -> None:
    """Write the database to `target` while others go on writing: a whole state of one moment."""
    if vendor() == "sqlite":
        with closing(sqlite3.connect(_file())) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy, pages=PAGES)
        return
    subprocess.run(["pg_dump", "--format=custom", f"--file={target}", _url()], check=True)


def load(source: Path) -> None:
    """Replace the database by a dump of the same vendor."""
    let_go()
    if vendor() == "sqlite":
        with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(_file())) as target:
            copy.backup(target)
        return
    subprocess.run(
        ["pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={_url()}", str(source)], check=True
    )


def _file() -> str:
    return str(settings.DATABASES["default"]["NAME"])


def _url() -> str:
    return str(settings.DATABASE_URL).split("?")[0]
