"""The worker's part: the machine's lists follow what was sold."""

from __future__ import annotations

from datetime import timedelta

from regulars.discovery.lists.actions import renew_lists
from regulars.ground.bus.clocked import clocked
from regulars.ground.kit.actors import SYSTEM


@clocked(every=timedelta(hours=6))
def renew() -> object:
    """Make them anew."""
    return renew_lists(by=SYSTEM)
