"""Judgement of the guard: the worst legal combination of running offers for every product, proven within bounds."""

from .asked import ELSEWHERE, FILLER, OTHERS, TARGET, Asked, Bounds, Good, Span, Watched
from .floors import floor_of
from .search import Finding, worst
from .telling import Beside, Buyer, Ladder, Rung, beside, buyer_of, causes, ladder

__all__ = [
    "ELSEWHERE",
    "FILLER",
    "OTHERS",
    "TARGET",
    "Asked",
    "Beside",
    "Bounds",
    "Buyer",
    "Finding",
    "Good",
    "Ladder",
    "Rung",
    "Span",
    "Watched",
    "beside",
    "buyer_of",
    "causes",
    "floor_of",
    "ladder",
    "worst",
]
