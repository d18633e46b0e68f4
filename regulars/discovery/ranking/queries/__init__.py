"""Placing by the rulebook in force."""

from regulars.discovery.ranking.models import Edition, Pinned
from regulars.discovery.ranking.queries.arranging import Arranged, arrange
from regulars.discovery.ranking.queries.editions import announced, book_of, current, edition, editions, in_force
from regulars.discovery.ranking.queries.pins import standing
from regulars.discovery.ranking.queries.shelter import sheltered_stores, why_sheltered

__all__ = [
    "Arranged",
    "Edition",
    "Pinned",
    "announced",
    "arrange",
    "book_of",
    "current",
    "edition",
    "editions",
    "in_force",
    "sheltered_stores",
    "standing",
    "why_sheltered",
]
