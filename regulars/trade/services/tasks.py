"""Clocked work of service plans."""

from __future__ import annotations

from datetime import timedelta

from regulars.ground.bus.clocked import clocked
from regulars.trade.services import actions


@clocked(every=timedelta(hours=1))
def remind_holders() -> None:
    """Who has claims left hears of it two weeks before the end."""
    actions.remind_holders()
