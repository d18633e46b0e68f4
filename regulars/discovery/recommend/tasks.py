"""The worker's part: a new model every day."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from regulars.discovery.recommend.actions.training import AlreadyTraining, NothingToLearn, train
from regulars.ground.bus.clocked import clocked
from regulars.ground.kit.actors import SYSTEM


@clocked(every=timedelta(days=1))
def learn() -> None:
    """Learn from what people did until now."""
    with suppress(NothingToLearn, AlreadyTraining):
        train(by=SYSTEM, named="the worker")
