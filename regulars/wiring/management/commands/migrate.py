"""Django's migrate, one runner at a time: who comes second finds everything done."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from regulars.ground.engines.turns import one_at_a_time


class Command(migrate.Command):
    """Bring the database up to date."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Wait for other runners, then apply what they left."""
        with one_at_a_time("migrating"):
            super().handle(*args, **options)
