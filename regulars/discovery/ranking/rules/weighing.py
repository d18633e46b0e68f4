"""Base score x published factors = final score."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from regulars.discovery.ranking.rules.nouns import Candidate, Factor
from regulars.discovery.ranking.rules.rulebook import Rulebook


def factors(candidate: Candidate, rulebook: Rulebook) -> tuple[Factor, ...]:
    """The published multipliers that touch a candidate: its store's, then its brand's."""
    if not rulebook.stores and not rulebook.brands:
        return ()
    found = []
    if candidate.store in rulebook.stores:
        found.append(Factor("weight.store", rulebook.stores[candidate.store]))
    if candidate.brand is not None and candidate.brand in rulebook.brands:
        found.append(Factor("weight.brand", rulebook.brands[candidate.brand]))
    return tuple(found)


def finals(candidates: Sequence[Candidate], rulebook: Rulebook) -> list[float]:
    """Final scores, in the order of the candidates."""
    stores, brands = rulebook.stores.get, rulebook.brands.get
    if not rulebook.stores and not rulebook.brands:
        return [one.score for one in candidates]
    return [one.score * stores(one.store, 1.0) * brands(one.brand or 0, 1.0) for one in candidates]


def ranked(candidates: Sequence[Candidate], scores: Sequence[float], seed: str) -> list[int]:
    """Positions of the candidates, best first. Equal scores: by lot of seed and keys, without a seed by key."""
    places = range(len(candidates))
    if not seed:
        return sorted(places, key=lambda at: (-scores[at], candidates[at].key))
    if len(set(scores)) == len(scores):
        return sorted(places, key=scores.__getitem__, reverse=True)
    return sorted(places, key=lambda at: (-scores[at], crc32(f"{seed}:{candidates[at].key}".encode()), at))
