"""How to choose for a reader who is in an experiment: by another blend, another model, another rulebook, or by lot."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from regulars.discovery.decisions.queries import Arm, arm_of
from regulars.discovery.decisions.rules.naming import named
from regulars.discovery.ranking.queries import book_of, numbered
from regulars.discovery.ranking.rules import Candidate, Rulebook
from regulars.discovery.recommend.queries.candidates import Ask, candidates
from regulars.discovery.recommend.queries.lookers import EVERYONE, Looker
from regulars.discovery.recommend.queries.place import Model, loaded
from regulars.discovery.recommend.rules.blends import Blend, blend_of
from regulars.discovery.recommend.rules.card import Broken

COMMON: Mapping[str, Blend] = {"popular": {"popularity": 1.0}, "newest": {"freshness": 1.0}}


@dataclass(frozen=True, slots=True)
class Way:
    """One way of choosing: the model, whose page, the weights of the parts, a rulebook of its own, a lot."""

    model: Model
    looker: Looker
    blend: Blend
    book: Rulebook | None = None
    by_lot: str = ""

    def candidates(self, ask: Ask) -> list[Candidate]:
        """Candidates as this way scores them, best first."""
        found = candidates(self.model, self.looker, ask, self.blend)
        if not self.by_lot:
            return found
        dice = random.Random(self.by_lot)
        return sorted((_drawn(one, dice.random()) for one in found), key=lambda one: -one.score)


def arm_for(looker: Looker, spot: str) -> Arm:
    """The reader's arm; who is not known is in no experiment."""
    return arm_of((looker.person or looker.visitor) if looker.known else None, spot)


def way_of(policy: str, known: Model, looker: Looker, spot: str, seed: str) -> Way:
    """The way a policy's name stands for; as always where the model or rulebook it names is gone."""
    usual = Way(known, looker, blend_of(spot))
    kind, _colon, version = policy.partition(":")
    if kind in COMMON:
        return replace(usual, looker=EVERYONE, blend=COMMON[kind])
    if kind == "random":
        return replace(usual, by_lot=seed)
    if kind == "weights":
        weights = named(policy).weights
        return replace(
            usual, blend={name: value * weights.get(name, 1.0) for name, value in usual.blend.items()}
        )
    if kind == "model":
        return replace(usual, model=_model(version) or known)
    if kind == "rulebook":
        return replace(usual, book=_book(version))
    return usual


def _drawn(one: Candidate, score: float) -> Candidate:
    return replace(one, score=score, parts={"lot": score}, source="lot")


@lru_cache(maxsize=2)
def _model(version: str) -> Model | None:
    try:
        return loaded(version)
    except Broken:
        return None


def _book(version: str) -> Rulebook | None:
    row = numbered(version)
    return book_of(row) if row else None
