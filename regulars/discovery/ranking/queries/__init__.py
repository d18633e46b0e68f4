"""Placing by the rulebook in force."""

from regulars.discovery.ranking.queries.arranging import Arranged, arrange

__all__ = ["Arranged", "arrange"]
