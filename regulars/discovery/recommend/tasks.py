"""The worker's part: a new model every day."""

from __future__ import annotations

from datetime import timedelta

from regulars.discovery.recommend.actions import train
from regulars.ground.bus.clocked import clocked
from regulars.ground.kit.actors import SYSTEM


@clocked(every=timedelta(days=1))
def learn() -> object:
    """Learn from what people did until now."""
    return train(by=SYSTEM).card.version
