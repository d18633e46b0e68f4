"""Decisions placed anew: under other rules, or with another score for some good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from regulars.discovery.decisions.rules import Decision, Option
from regulars.discovery.ranking.rules.nouns import Candidate, Placed
from regulars.discovery.ranking.rules.placing import place
from regulars.discovery.ranking.rules.rulebook import Rulebook

Change = Callable[[Candidate], Candidate]


@dataclass(frozen=True, slots=True)
class Traits:
    """What the rules look at in a product: its key, store, brand and leaf category."""

    key: int
    store: int
    brand: int | None
    leaf: int | None


def candidate(option: Option, traits: Traits) -> Candidate:
    """An option as it was before the rules touched it; without a base score, the sum of its parts."""
    base = option.base or sum(option.parts.values()) or option.score
    return Candidate(
        traits.key, base, traits.store, traits.brand, traits.leaf, source=option.source, parts=option.parts
    )


def rerun(
    decision: Decision,
    traits: Mapping[str, Traits],
    book: Rulebook,
    shelter: AbstractSet[int],
    change: Change | None = None,
) -> list[Placed]:
    """The decision placed anew, with as many places; goods that are gone are left out."""
    found = [candidate(one, traits[one.product]) for one in decision.options if one.product in traits]
    if change is not None:
        found = [change(one) for one in found]
    size = sum(one.place is not None for one in decision.options)
    return place(found, book, size, decision.id, spot=decision.spot, at=decision.at, shelter=shelter)


def with_part(one: Candidate, name: str, value: float) -> Candidate:
    """The candidate with another value of a part: its score follows."""
    gained = value - one.parts.get(name, 0.0)
    return replace(one, score=max(0.0, one.score + gained), parts={**one.parts, name: value})


@dataclass(slots=True)
class Exposure:
    """Who got how many places, and how many went to sheltered stores."""

    places: int = 0
    sheltered: int = 0
    stores: Counter[int] = field(default_factory=Counter)
    brands: Counter[int] = field(default_factory=Counter)
    keys: Counter[int] = field(default_factory=Counter)

    def add(self, one: Candidate, shelter: AbstractSet[int]) -> None:
        """Count one place."""
        self.places += 1
        self.sheltered += one.sheltered or one.store in shelter
        self.stores[one.store] += 1
        self.keys[one.key] += 1
        if one.brand is not None:
            self.brands[one.brand] += 1


@dataclass(slots=True)
class Trial:
    """What other rules would have done to decisions: exposure before and after, places that change hands, and misses.

    `broken` are places of the new order that break a rule, because no order keeps them all.
    """

    decisions: int = 0
    moved: int = 0
    broken: int = 0
    before: Exposure = field(default_factory=Exposure)
    after: Exposure = field(default_factory=Exposure)


def compared(
    decisions: Iterable[Decision],
    traits: Mapping[str, Traits],
    book: Rulebook,
    shelter: AbstractSet[int],
    instead_of: Rulebook | None = None,
) -> Trial:
    """The decisions under the rulebook, against the same as they were shown, or placed anew under another rulebook.

    Two rulebooks are compared by `instead_of`: places given by lot and equals told apart then differ in neither.
    """
    trial = Trial()
    for one in decisions:
        shown = [candidate(it, traits[it.product]) for it in one.shown if it.product in traits]
        if instead_of is not None:
            shown = [it.candidate for it in rerun(one, traits, instead_of, shelter)][: len(shown)]
        placed = rerun(one, traits, book, shelter)[: len(shown)]
        trial.decisions += 1
        trial.broken += sum(bool(it.breaks) for it in placed)
        for old, new in zip(shown, placed, strict=True):
            trial.before.add(old, shelter)
            trial.after.add(new.candidate, shelter)
            trial.moved += old.key != new.candidate.key
    return trial
