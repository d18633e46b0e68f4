"""The worker's part: what waits is taken in every second; popularity is refreshed every night."""

from __future__ import annotations

from datetime import timedelta

from regulars.discovery.search.actions import index_waiting, keep_asked, rebuild
from regulars.ground.bus.clocked import clocked
from regulars.ground.kit.actors import SYSTEM


@clocked(every=timedelta(seconds=1))
def keep_index() -> object:
    """Take in what changed."""
    return index_waiting()


@clocked(every=timedelta(days=1))
def renew_index() -> object:
    """Everything anew, with today's sales counts."""
    return rebuild()


@clocked(every=timedelta(days=1))
def keep_words() -> object:
    """What many asked for, for those who type."""
    return keep_asked(by=SYSTEM)
