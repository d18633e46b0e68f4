"""DATABASE_URL -> Django's DATABASES entry."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=268435456;"
    "PRAGMA cache_size=-65536;PRAGMA temp_store=MEMORY;"
)

# SQLite keeps 128 statements prepared for a connection unless told otherwise; the pages of a market ask more kinds.
STATEMENTS = 1_000


class BadUrl(ValueError):
    """A setting's URL names no engine that is built in."""


def database(url: str) -> dict[str, Any]:
    """Settings for `sqlite:///path` or `postgresql://user:password@host:port/name?option=value`.

    SQLite runs in WAL mode with synchronous=FULL and IMMEDIATE transactions, because it holds money.
    Raises BadUrl for another scheme.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgresql(parts)
    raise BadUrl(f"DATABASE_URL starts with {parts.scheme!r}; use sqlite:///… or postgresql://…")


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "regulars.ground.engines.sqlite",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": PRAGMAS,
            "cached_statements": STATEMENTS,
        },
        "TEST": {"NAME": str(path.with_name(f"test-{path.name}"))},
    }


def _postgresql(parts: Any) -> dict[str, Any]:
    options = dict(parse_qsl(parts.query))
    options.setdefault("connect_timeout", "3")
    options.setdefault("options", "-c lock_timeout=10s -c statement_timeout=30s")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
