"""The market's rules of placing, without a framework."""

from regulars.discovery.ranking.rules.nouns import Candidate, Factor, Placed

__all__ = ["Candidate", "Factor", "Placed"]
