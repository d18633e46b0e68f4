"""How a choice is made, without a framework."""

from regulars.discovery.recommend.rules.shelf import Parts, Shelf
from regulars.discovery.recommend.rules.weighing import HALF_LIFE, LINGERED_MS, WEIGHTS

__all__ = ["HALF_LIFE", "LINGERED_MS", "WEIGHTS", "Parts", "Shelf"]
