"""Clocked work of the ledger."""

from __future__ import annotations

from datetime import timedelta

from regulars.ground.bus.clocked import clocked
from regulars.ground.kit.actors import SYSTEM
from regulars.trade.settlement import actions


@clocked(every=timedelta(hours=1))
def mark_balances() -> None:
    """Hourly: sums start from a recent mark, not from the first line."""
    actions.mark_balances(by=SYSTEM)
