"""Likeness of goods by their vectors: among equals, the one least like what stands above (maximal marginal relevance)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import hypot

from regulars.discovery.ranking.rules.nouns import Candidate

Vector = Sequence[float]


class Likeness:
    """`weight` x score - (1 - weight) x greatest likeness (cosine) to the goods above.

    Goods within the share `tie` of the best score count as equal; at most `most` of them are compared.
    """

    def __init__(self, vectors: Mapping[int, Vector], weight: float, tie: float, most: int = 6) -> None:
        self._vectors, self._weight, self.tie, self.most = vectors, weight, tie, most
        self._above: list[Vector] = []

    def choose(self, candidates: Sequence[Candidate], scores: Sequence[float]) -> int:
        """The position of the one to take; the first of equals."""
        top = max(abs(score) for score in scores) or 1.0
        worth = [
            self._weight * score / top - (1 - self._weight) * self._like(one)
            for one, score in zip(candidates, scores, strict=True)
        ]
        return worth.index(max(worth))

    def stands(self, candidate: Candidate) -> None:
        """It stands above the next ones now."""
        if vector := self._vectors.get(candidate.key):
            self._above.append(vector)

    def _like(self, candidate: Candidate) -> float:
        mine = self._vectors.get(candidate.key)
        return max((cosine(mine, other) for other in self._above), default=0.0) if mine else 0.0


def cosine(one: Vector, other: Vector) -> float:
    """Between -1 and 1; 0 for a vector without length."""
    length = hypot(*one) * hypot(*other)
    return sum(a * b for a, b in zip(one, other, strict=True)) / length if length else 0.0
