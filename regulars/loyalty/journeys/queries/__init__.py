"""Questions about journeys: what they say, who is on them, what would happen."""

from regulars.loyalty.journeys.models import Journey, Passage, Traveller, Version
from regulars.loyalty.journeys.queries.ahead import REACHED, Ahead, ahead, reads, samples
from regulars.loyalty.journeys.queries.people import (
    Crowd,
    crowd,
    log_of,
    tally,
    traveller_of,
    travellers_of,
    travels_of,
)
from regulars.loyalty.journeys.queries.plans import (
    draft_of,
    faults_of,
    group_names,
    journey_of,
    journeys_of,
    live_of,
    said,
    state_of,
    versions_of,
)

__all__ = [
    "REACHED",
    "Ahead",
    "Crowd",
    "Journey",
    "Passage",
    "Traveller",
    "Version",
    "ahead",
    "crowd",
    "draft_of",
    "faults_of",
    "group_names",
    "journey_of",
    "journeys_of",
    "live_of",
    "log_of",
    "reads",
    "said",
    "samples",
    "state_of",
    "tally",
    "traveller_of",
    "travellers_of",
    "travels_of",
    "versions_of",
]
