"""Every month is published when it is over."""

from __future__ import annotations

from datetime import timedelta

from regulars.ground.bus.clocked import clocked
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.oversight.insights import actions
from regulars.oversight.insights.figures.cohorts import month_at
from regulars.oversight.insights.rules.months import previous

BACK = 2


@clocked(every=timedelta(hours=1))
def publish_cohorts() -> int:
    """Publish the last full month and the two before it where they are missing; returns how many releases."""
    latest = month_at(clock.now())
    return sum(actions.publish_month(by=SYSTEM, month=previous(latest, back)) for back in range(BACK, -1, -1))
