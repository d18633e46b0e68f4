"""The market's rules of placing, without a framework."""

from regulars.discovery.ranking.rules.inserting import Gaps, idle
from regulars.discovery.ranking.rules.limits import RULES, Limits, limits
from regulars.discovery.ranking.rules.nouns import Candidate, Factor, Placed
from regulars.discovery.ranking.rules.placing import place
from regulars.discovery.ranking.rules.rulebook import LEAST, MOST, STANDARD, Pin, Rulebook, Window
from regulars.discovery.ranking.rules.storing import faults, read, stored
from regulars.discovery.ranking.rules.weighing import factors

__all__ = [
    "LEAST",
    "MOST",
    "RULES",
    "STANDARD",
    "Candidate",
    "Factor",
    "Gaps",
    "Limits",
    "Pin",
    "Placed",
    "Rulebook",
    "Window",
    "factors",
    "faults",
    "idle",
    "limits",
    "place",
    "read",
    "stored",
]
