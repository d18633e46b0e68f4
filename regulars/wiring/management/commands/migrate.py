"""Django's migrate, one runner at a time: who comes second finds everything done."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from regulars.ground.engines.turns import one_at_a_time
from regulars.wiring import snapshot

SPECIAL = ("no_snapshot", "app_label", "plan", "check_unapplied", "fake", "fake_initial", "prune")


class Command(migrate.Command):
    """Bring the database up to date."""

    def add_arguments(self, parser: Any) -> None:
        """Django's own, and one that goes through every migration."""
        super().add_arguments(parser)
        parser.add_argument(
            "--no-snapshot", action="store_true", help="Begin an empty SQLite file with nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Wait for other runners, then apply what they left; an empty SQLite file begins with the snapshot."""
        with one_at_a_time("migrating"):
            if not any(options.get(one) for one in SPECIAL):
                snapshot.load(connections[options["database"]])
            super().handle(*args, **options)
