"""The engine that answers: the embedded one, or PostgreSQL's own where the market's data are there."""

from __future__ import annotations

from django.db import connection

from regulars.discovery.search.queries.engines.contract import Engine
from regulars.discovery.search.queries.engines.embedded import Embedded, embedded
from regulars.discovery.search.queries.engines.postgres import Postgres

__all__ = ["Embedded", "Engine", "Postgres", "engine"]


def engine() -> Engine | None:
    """The index in use as of its last change; None when nothing is indexed yet."""
    return Postgres.opened() if connection.vendor == "postgresql" else embedded()
