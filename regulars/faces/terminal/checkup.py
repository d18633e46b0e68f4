"""What `regulars doctor` looks at. Each finding carries its remedy."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import checks

from regulars.discovery.decisions import queries as decisions
from regulars.ground.bus import queries as bus
from regulars.ground.engines import condition
from regulars.ground.kit import clock
from regulars.ground.plugins.hooks import doctor


@dataclass(frozen=True, slots=True)
class Finding:
    """One look: what at, what was seen, whether it is well, and else what to do.

    `warn`: it works, but not as a market that others can reach should.
    """

    what: str
    ok: bool
    seen: str
    remedy: str = ""
    warn: bool = False

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return asdict(self)


def findings() -> list[Finding]:
    """All looks, in the order in which a person would take them."""
    others = [
        Finding(what, ok, seen, "See the plug-in's own documentation.") for what, ok, seen in doctor.ask()
    ]
    return [look() for look in LOOKS] + _warnings() + others


def _python() -> Finding:
    seen = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", sys.version_info >= (3, 11), seen, "Install Python 3.11 or newer.")


def _home() -> Finding:
    place = settings.REGULARS_HOME
    return Finding("Data folder", os.access(place, os.W_OK), str(place), f"Make {place} writable.")


def _disk() -> Finding:
    free = shutil.disk_usage(settings.REGULARS_HOME).free
    return Finding("Disk space", free > 2**30, f"{free / 2**30:.1f} GiB free", "Free at least 1 GiB.")


def _secret() -> Finding:
    file = settings.REGULARS_HOME / "secret"
    private = not file.exists() or not file.stat().st_mode & 0o077
    return Finding("Secret", private, "private" if private else "readable by others", f"chmod 600 {file}")


def _database() -> Finding:
    try:
        seen = f"{condition.vendor()} {condition.version()}"
    except Exception as error:
        return Finding("Database", False, str(error), "Check DATABASE_URL and that the server runs.")
    return Finding("Database", True, seen)


def _durable() -> Finding:
    good, seen = condition.durability()
    remedy = "Use the built-in DATABASE_URL settings; on PostgreSQL set synchronous_commit=on."
    return Finding("Durability", good, seen, remedy)


def _migrations() -> Finding:
    waiting = condition.migrations_waiting()
    return Finding("Migrations", not waiting, f"{waiting} waiting", "Run: regulars init")


def _deploy() -> Finding:
    errors = [c for c in checks.run_checks() if c.level >= checks.ERROR]
    return Finding(
        "Settings", not errors, "; ".join(c.msg for c in errors) or "sound", "Follow the hints above."
    )


def _warnings() -> list[Finding]:
    """What the start-up checks would not refuse but a host should know."""
    found = [one for one in checks.run_checks() if checks.WARNING <= one.level < checks.ERROR]
    return [Finding("Settings", True, one.msg, one.hint or "", warn=True) for one in found]


def _bus() -> Finding:
    waiting, oldest, dead = bus.waiting(), bus.oldest_waiting(), bus.dead_count()
    late = oldest is not None and clock.now() - oldest > timedelta(minutes=5)
    seen = f"{waiting} waiting, {dead} dead"
    return Finding(
        "Outbox", not late and not dead, seen, "Run a worker; look at dead letters in the console."
    )


def _decisions() -> Finding:
    kept, waiting = decisions.condition()
    seen = f"{kept} kept, {waiting} files to be compacted"
    return Finding(
        "Decision log", waiting < 1000, seen, "Run a worker: it compacts the lake every few minutes."
    )


def _mail() -> Finding:
    backend = settings.EMAIL_BACKEND.rsplit(".", 1)[-1]
    return Finding(
        "Mail",
        True,
        f"{backend}"
        + (
            f" into {settings.EMAIL_FILE_PATH}"
            if "File" in backend or "file" in settings.EMAIL_BACKEND
            else ""
        ),
    )


def _clock() -> Finding:
    now = clock.now()
    drift = abs((now - (condition.time_there() or now)).total_seconds())
    return Finding(
        "Clock", drift < 2, f"{drift:.1f} s from the database", "Run a time service (NTP) on both."
    )


LOOKS: tuple[Callable[[], Finding], ...] = (
    _python, _home, _disk, _secret, _database, _durable, _migrations, _deploy, _bus, _decisions, _mail, _clock,
)  # fmt: skip
