"""What the rules come to in one list: plain counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import ceil, floor

from regulars.discovery.ranking.rules.nouns import Candidate
from regulars.discovery.ranking.rules.rulebook import Rulebook

RULES = ("window.store", "window.brand", "window.leaf", "cap.store", "floor")
SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Limits:
    """At most so many of one store, brand, leaf in `width` consecutive places (0: no limit), `cap` of a store in all.

    `owed` places at least are for sheltered goods; `pace` of the places so far should be, where it can be had.
    """

    width: int
    store: int
    brand: int
    leaf: int
    cap: int
    owed: int
    pace: float = 0.0

    @property
    def groups(self) -> tuple[int, int, int]:
        """The limits of store, brand and leaf."""
        return self.store, self.brand, self.leaf

    def wider(self, step: Sequence[int]) -> Limits:
        """The same, each rule loosened by so much (in the order of RULES)."""
        store, brand, leaf, cap, owed = step
        return Limits(
            self.width,
            self.store and self.store + store,
            self.brand and self.brand + brand,
            self.leaf and self.leaf + leaf,
            self.cap + cap,
            self.owed - owed,
            self.pace if not owed else 0.0,
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """The candidates best first, how many are placed, which of them are pinned where, and which are sheltered."""

    ranked: Sequence[Candidate]
    size: int
    pinned: Mapping[int, int]
    sheltered: Sequence[int]
    scores: Sequence[float]


def limits(rulebook: Rulebook, spot: str, size: int, sheltered: int) -> Limits:
    """The limits of a list of `size` places, of whose candidates so many are sheltered.

    Where stores are not broken up (a store's own pages) there is no cap either.
    """
    window = rulebook.window(spot)
    owed = min(ceil(rulebook.floor * size - SLACK), sheltered, size)
    cap = max(1, floor(rulebook.cap * size + SLACK)) if rulebook.cap < 1 and window.store else size
    return Limits(window.width, window.store, window.brand, window.leaf, cap, owed, rulebook.floor)


def sheltered_among(ranked: Sequence[Candidate], shelter: AbstractSet[int]) -> list[int]:
    """Positions of the candidates that are sheltered, or whose store is."""
    if not shelter:
        return [at for at, one in enumerate(ranked) if one.sheltered]
    return [at for at, one in enumerate(ranked) if one.sheltered or one.store in shelter]


def groups_of(one: Candidate) -> tuple[int | None, int | None, int | None]:
    """What windows look at: store, brand, leaf category; None where there is nothing to look at."""
    return one.store or None, one.brand, one.leaf
