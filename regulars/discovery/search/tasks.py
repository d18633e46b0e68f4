"""The worker's part: what waits is taken in every second; popularity is refreshed every night."""

from __future__ import annotations

from datetime import timedelta

from regulars.discovery.search.actions import index_waiting, rebuild
from regulars.ground.bus.clocked import clocked


@clocked(every=timedelta(seconds=1))
def keep_index() -> object:
    """Take in what changed."""
    return index_waiting()


@clocked(every=timedelta(days=1))
def renew_index() -> object:
    """Everything anew, with today's sales counts."""
    return rebuild()
