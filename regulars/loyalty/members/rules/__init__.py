"""Judgement about membership: what a programme says, which tier somebody is in, what becomes of points."""

from regulars.loyalty.members.rules.birthdays import Around, around, birthday_in, days_near, is_day
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
    "Around",
    "Lot",
    "Place",
    "Rules",
    "Standing",
    "Taken",
    "Tier",
    "TooFewPoints",
    "Unfit",
    "alive",
    "around",
    "balance",
    "birthday_in",
    "check",
    "days_near",
    "due_back",
    "earned",
    "in_turn",
    "is_day",
    "place",
    "settle",
    "take",
]
