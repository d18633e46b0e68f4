"""Clocked work of payments."""

from __future__ import annotations

from datetime import timedelta

from regulars.ground.bus.clocked import clocked
from regulars.trade.payments import actions


@clocked(every=timedelta(seconds=5))
def carry_out_refunds() -> None:
    """Refunds that were asked for go to their providers."""
    actions.carry_out_due()
