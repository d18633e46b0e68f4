"""Changes to journeys: planned, steered, walked."""

from regulars.loyalty.journeys.actions.planning import (
    JourneyNeedsName,
    JourneyNotNow,
    JourneyUnreadable,
    ShareFixed,
    add_step,
    alter,
    describe,
    drop,
    plan,
    plan_pattern,
    renew,
)
from regulars.loyalty.journeys.actions.steering import JourneyIncomplete, begin, end, pause, resume, start
from regulars.loyalty.journeys.actions.walking import enter, move, person_went, wake

__all__ = [
    "JourneyIncomplete",
    "JourneyNeedsName",
    "JourneyNotNow",
    "JourneyUnreadable",
    "ShareFixed",
    "add_step",
    "alter",
    "begin",
    "describe",
    "drop",
    "end",
    "enter",
    "move",
    "pause",
    "person_went",
    "plan",
    "plan_pattern",
    "renew",
    "resume",
    "start",
    "wake",
]
