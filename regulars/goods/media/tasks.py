"""Clocked work of the media app."""

from __future__ import annotations

from datetime import timedelta

from regulars.goods.media import actions
from regulars.ground.bus.clocked import clocked
from regulars.ground.kit.actors import SYSTEM


@clocked(every=timedelta(days=1))
def sweep_files() -> int:
    """Files without a picture go; returns how many."""
    return actions.sweep(by=SYSTEM)
