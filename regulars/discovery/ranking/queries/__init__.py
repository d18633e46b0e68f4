"""Placing by the rulebook in force."""

from regulars.discovery.ranking.models import Edition, Pinned
from regulars.discovery.ranking.queries.arranging import Arranged, arrange
from regulars.discovery.ranking.queries.editions import (
    announced,
    book_of,
    current,
    edition,
    editions,
    in_force,
    numbered,
)
from regulars.discovery.ranking.queries.pins import standing
from regulars.discovery.ranking.queries.shelter import counted_shelter, sheltered_stores, why_sheltered
from regulars.discovery.ranking.queries.traffic import (
    Scorecard,
    dry_run,
    levers_of,
    main_parameters,
    scorecard,
    traits,
    yesterday,
)

__all__ = [
    "Arranged",
    "Edition",
    "Pinned",
    "Scorecard",
    "announced",
    "arrange",
    "book_of",
    "counted_shelter",
    "current",
    "dry_run",
    "edition",
    "editions",
    "in_force",
    "levers_of",
    "main_parameters",
    "numbered",
    "scorecard",
    "sheltered_stores",
    "standing",
    "traits",
    "why_sheltered",
    "yesterday",
]
