"""Who is small or new changes by the hour."""

from __future__ import annotations

from datetime import timedelta

from regulars.discovery.ranking import actions
from regulars.ground.bus.clocked import clocked
from regulars.ground.kit.actors import SYSTEM


@clocked(every=timedelta(hours=1))
def count_shelter() -> int:
    """Count which stores the rulebook shelters; returns how many."""
    return len(actions.count_shelter(by=SYSTEM).stores)
