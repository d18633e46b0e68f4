"""Judgement about service plans: what can be sold, how long it runs, what is earned, who may claim."""

from regulars.trade.services.rules.claims import (
    DISPUTE_DAYS,
    MOVES,
    OPEN,
    OUTCOMES,
    Standing,
    earliest_last,
)
from regulars.trade.services.rules.days import day_of, days_gone, days_left, end_of, stage
from regulars.trade.services.rules.earning import (
    Stretch,
    Sums,
    due_back,
    earned,
    lowered,
    part_of,
    whole_is_due,
)
from regulars.trade.services.rules.plans import (
    MOST_CLAIMS,
    MOST_DAYS,
    STARTS,
    WAYS,
    BadPlan,
    Definition,
)

__all__ = [
    "DISPUTE_DAYS",
    "MOST_CLAIMS",
    "MOST_DAYS",
    "MOVES",
    "OPEN",
    "OUTCOMES",
    "STARTS",
    "WAYS",
    "BadPlan",
    "Definition",
    "Standing",
    "Stretch",
    "Sums",
    "day_of",
    "days_gone",
    "days_left",
    "due_back",
    "earliest_last",
    "earned",
    "end_of",
    "lowered",
    "part_of",
    "stage",
    "whole_is_due",
]
