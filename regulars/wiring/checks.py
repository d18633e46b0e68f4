"""Start-up checks: what must not be wrong when money is kept here."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register
def sqlite_is_durable(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """SQLite must run WAL + FULL + IMMEDIATE."""
    entry = settings.DATABASES["default"]
    if "sqlite" not in entry["ENGINE"]:
        return []
    options = entry.get("OPTIONS", {})
    pragmas = options.get("init_command", "").replace(" ", "").lower()
    wanted = {
        "journal_mode=wal": "journal_mode=WAL" if "journal_mode=wal" not in pragmas else "",
        "synchronous=full": "synchronous=FULL" if "synchronous=full" not in pragmas else "",
        "immediate": "transaction_mode=IMMEDIATE" if options.get("transaction_mode") != "IMMEDIATE" else "",
    }
    return [
        Error(
            f"The database holds money but runs without {missing}.",
            hint="Build the DATABASES entry with regulars.ground.engines.database.database(url).",
            id="regulars.E001",
        )
        for missing in wanted.values()
        if missing
    ]


@register
def no_request_transactions(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """ATOMIC_REQUESTS would make every page wait for the write lock."""
    if settings.DATABASES["default"].get("ATOMIC_REQUESTS"):
        return [
            Error("ATOMIC_REQUESTS is on.", hint="Remove it: actions open their own.", id="regulars.E002")
        ]
    return []
