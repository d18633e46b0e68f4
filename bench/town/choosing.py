"""Those who choose: the engine's own parts, what sells most, and one who knows every taste."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix

from bench.town.truth import Truth
from regulars.discovery.ranking.rules import Candidate
from regulars.discovery.ranking.rules.placing import place
from regulars.discovery.ranking.rules.rulebook import Rulebook
from regulars.discovery.recommend.rules.cold import draw, rates
from regulars.discovery.recommend.rules.taste import TasteSettings, fit, scores

SIZE, AMONG = 12, 120
CLICK, BUY, FOUND = 1.0, 5.0, 0.5
POPULAR = 0.3
LOOKED = 1 / np.log2(np.arange(SIZE) + 2)
LEARNING = TasteSettings(neighbours=100)


@dataclass
class Seen:
    """What happened so far: weight[person, good], and of each good how often it was shown and taken."""

    weight: Any
    shown: Any
    taken: Any

    @classmethod
    def nothing(cls, here: Truth) -> Seen:
        """Before the first day."""
        people, goods = here.takes.shape
        return cls(np.zeros((people, goods), np.float32), np.zeros(goods), np.zeros(goods))


class Oracle:
    """Knows every taste."""

    def __init__(self, here: Truth) -> None:
        self._order = np.argsort(-here.takes, axis=1)[:, :SIZE]

    def learn(self, seen: Seen) -> None:
        """There is nothing left to learn."""

    def choose(self, person: int, seed: str) -> Any:
        """The goods of a page, in order."""
        return self._order[person]


class Popular:
    """Shows everybody what was taken most so far."""

    def __init__(self) -> None:
        self._order = np.arange(SIZE)

    def learn(self, seen: Seen) -> None:
        """Count."""
        self._order = np.argsort(-seen.weight.sum(axis=0), kind="stable")[:SIZE]

    def choose(self, person: int, seed: str) -> Any:
        """The goods of a page, in order."""
        return self._order


@dataclass
class Engine:
    """Taste learnt from what was seen, popularity where that says nothing, one place to explore, then the rulebook."""

    here: Truth
    rulebook: Rulebook
    explores: bool = True
    _taste: Any = None
    _popular: Any = None
    _lot: Any = None
    _weight: Any = None

    def learn(self, seen: Seen) -> None:
        """Train on everything up to now."""
        self._weight = seen.weight
        total = seen.weight.sum(axis=0)
        self._popular = total / max(1e-9, float(total.max()))
        self._taste = fit(csr_matrix(seen.weight), LEARNING)
        self._lot = rates(seen.taken, seen.shown)

    def choose(self, person: int, seed: str) -> Any:
        """The goods of a page, in order."""
        wanted = self.wanted(person)
        return self.arranged(wanted, seed, self.rulebook)

    def wanted(self, person: int) -> Any:
        """A score for every good."""
        mine = np.flatnonzero(self._weight[person])
        goods, liked = scores(self._taste, mine, self._weight[person, mine])
        found = POPULAR * self._popular
        if len(goods) and liked.max() > 0:
            found[goods] += np.maximum(liked, 0) / liked.max()
        return found

    def arranged(self, wanted: Any, seed: str, rulebook: Rulebook) -> Any:
        """The best in their places under a rulebook; the last place is for a good that chance and curiosity pick."""
        best = np.argpartition(-wanted, AMONG)[:AMONG]
        size = SIZE - 1 if self.explores else SIZE
        here = self.here
        candidates = [
            Candidate(
                int(one), float(wanted[one]), int(here.store[one]), int(here.brand[one]), int(here.leaf[one])
            )
            for one in best
        ]
        placed = place(candidates, rulebook, size, seed, spot="home.for-you", shelter=here.small)
        chosen = [one.candidate.key for one in placed]
        if self.explores:
            lot = draw(self._lot, crc32(seed.encode()))
            lot[chosen] = -1
            chosen.append(int(np.argmax(lot)))
        return np.array(chosen)
