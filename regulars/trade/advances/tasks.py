"""Clocked work of advances. Correctness does not wait for it: what they are for asks the clock itself."""

from __future__ import annotations

from datetime import timedelta

from regulars.ground.bus.clocked import clocked
from regulars.trade.advances import actions


@clocked(every=timedelta(minutes=1))
def lapse_unpaid_advances() -> None:
    """Advances whose time to pay is over end."""
    actions.lapse_advances()
