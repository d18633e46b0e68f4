"""Judgement about membership: what a programme says, which tier somebody is in, what becomes of points."""

from regulars.loyalty.members.rules.points import (
    Lot,
    Taken,
    TooFewPoints,
    alive,
    balance,
    due_back,
    in_turn,
    settle,
    take,
)
from regulars.loyalty.members.rules.programme import MOST_TIERS, Rules, Tier, Unfit, check, earned
from regulars.loyalty.members.rules.tiers import Place, Standing, place

__all__ = [
    "MOST_TIERS",
    "Lot",
    "Place",
    "Rules",
    "Standing",
    "Taken",
    "Tier",
    "TooFewPoints",
    "Unfit",
    "alive",
    "balance",
    "check",
    "due_back",
    "earned",
    "in_turn",
    "place",
    "settle",
    "take",
]
