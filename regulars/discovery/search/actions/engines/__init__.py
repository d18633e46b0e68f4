"""Writing to the engine in use."""

from __future__ import annotations

from django.db import connection

from regulars.discovery.search.actions.engines.contract import Pen, Press
from regulars.discovery.search.actions.engines.embedded import EmbeddedPress
from regulars.discovery.search.actions.engines.postgres import PostgresPress

__all__ = ["Pen", "Press", "press"]


def press() -> Press:
    """What writes the index."""
    return PostgresPress() if connection.vendor == "postgresql" else EmbeddedPress()
