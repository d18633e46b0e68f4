"""Keeping what was decided, and trying other ways of deciding."""

from regulars.discovery.decisions.actions.experimenting import (
    NeedsName,
    SpotTaken,
    Stopped,
    WrongArms,
    WrongHoldout,
    start_experiment,
    stop_experiment,
)
from regulars.discovery.decisions.actions.keeping import flush, keep

__all__ = [
    "NeedsName",
    "SpotTaken",
    "Stopped",
    "WrongArms",
    "WrongHoldout",
    "flush",
    "keep",
    "start_experiment",
    "stop_experiment",
]
