"""Writes `regulars/wiring/snapshot.sql`: what today's migrations make of an empty SQLite file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand

from regulars.wiring import snapshot

ALONE = "from django.core.management import execute_from_command_line as run; run(['', 'migrate', '--no-snapshot'])"


class Command(BaseCommand):
    """Migrate a throw-away SQLite file, migration by migration, and keep what came of it."""

    help = "Write the snapshot that new SQLite databases begin with. To be run after a migration was added."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say how long it is."""
        with TemporaryDirectory() as folder:
            text = fresh(Path(folder))
        snapshot.PLACE.write_text(text, "utf-8")
        self.stdout.write(f"{snapshot.PLACE.name}: {len(text):,} characters")


def fresh(folder: Path) -> str:
    """The snapshot of a file in `folder`, made by the migrations alone. Raises CalledProcessError where they fail."""
    path = folder / "fresh.sqlite3"
    # A market of its own: some migrations ask the default database.
    place = os.environ | {"DATABASE_URL": f"sqlite:///{path}", "REGULARS_HOME": str(folder)}
    place.setdefault("DJANGO_SETTINGS_MODULE", "regulars.wiring.settings")
    subprocess.run([sys.executable, "-c", ALONE], env=place, check=True, capture_output=True)
    return snapshot.text_of(path)
