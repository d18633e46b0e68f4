"""The clock attends drops: unpaid tickets go to the next, reminders go out, what is over is closed.

Nothing depends on it being punctual: the lane and the pages let go of unpaid tickets themselves whenever somebody asks.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from regulars.ground.bus.clocked import clocked
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.trade.drops import actions
from regulars.trade.drops.models import Drop
from regulars.trade.drops.queries import alive

log = logging.getLogger("regulars.drops")


@clocked(every=timedelta(seconds=5))
def attend_drops() -> None:
    """Every drop that is not closed. One that fails does not stop the others."""
    for row in alive():
        try:
            attend(row)
        except Exception:
            log.exception("drop %s could not be attended to", row.public_id)


def attend(row: Drop) -> None:
    """What is due for one drop."""
    if row.opens_at > clock.now():
        actions.send_reminders(by=SYSTEM, drop=row)
        return
    actions.settle_drop(by=SYSTEM, drop=row.pk)
    actions.tell_wins(by=SYSTEM, drop=row)
    actions.close_drop(by=SYSTEM, drop=row.pk)
