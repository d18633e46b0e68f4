"""A decision: what could have been shown at a spot, and what was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

# Spots of decisions between variants of a block; all others are lists of goods.
BLOCKS = "block:"


@dataclass(frozen=True, slots=True)
class Option:
    """A product that could be shown. `place` counts from 0, None when it was not shown; `score` is the final one.

    `propensity` is the chance it had, under the logging policy, to be shown at its place; 0 where that is not known.
    `rate` is the chance an option had to be kept in the log; `team` says whose pick it was where two lists were
    interleaved.
    """

    product: str
    store: str
    score: float
    place: int | None = None
    propensity: float = 1.0
    base: float = 0.0
    parts: Mapping[str, float] = field(default_factory=dict)
    factors: Mapping[str, float] = field(default_factory=dict)
    moved_by: str = ""
    source: str = ""
    rate: float = 1.0
    team: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One list put before one reader at one spot. Ids are public; `id` stands in the page as `data-decision`.

    `arm` is what `arm_of` said (`<experiment>:<arm>`, "" outside experiments); `store` is set on a store's own pages;
    `rate` is the chance such a decision had to be kept in the log.
    """

    id: str
    at: datetime
    spot: str
    person: str | None
    visitor: str | None
    session: str | None
    model: str
    rulebook: str
    arm: str
    options: tuple[Option, ...]
    store: str | None = None
    rate: float = 1.0

    @property
    def shown(self) -> tuple[Option, ...]:
        """The options that were shown, in order."""
        placed = [one for one in self.options if one.place is not None]
        return tuple(sorted(placed, key=lambda one: one.place or 0))

    @property
    def drafted(self) -> bool:
        """Whether two ways of choosing drafted the list in turns."""
        return any(one.team for one in self.options)

    @property
    def reckoned(self) -> bool:
        """Whether it is known with what chance everything stood where it did."""
        return not self.drafted and all(one.propensity > 0 for one in self.options if one.place is not None)

    @property
    def reader(self) -> str:
        """Who looked, as far as anybody may know: the person, else the visitor, else nobody but this one."""
        return self.person or self.visitor or self.id
