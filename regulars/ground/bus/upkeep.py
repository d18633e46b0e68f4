"""Clocked upkeep of the ground floor itself."""

from __future__ import annotations

from datetime import timedelta

from regulars.ground.bus.clocked import clocked
from regulars.ground.kit import audit, idempotency


@clocked(every=timedelta(hours=1))
def forget_old_keys() -> int:
    """Drop idempotency keys past their 24 hours."""
    return idempotency.forget_old()


@clocked(every=timedelta(minutes=10))
def seal_audit_trail() -> int:
    """Seal what was recorded since the last seal."""
    return audit.seal()
