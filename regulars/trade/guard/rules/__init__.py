"""Judgement of the guard: the worst legal combination of running offers for every product, proven within bounds."""

from .asked import ELSEWHERE, FILLER, OTHERS, TARGET, Asked, Bounds, Good, Span, Watched
from .search import Finding, worst

__all__ = [
    "ELSEWHERE",
    "FILLER",
    "OTHERS",
    "TARGET",
    "Asked",
    "Bounds",
    "Finding",
    "Good",
    "Span",
    "Watched",
    "worst",
]
