"""A decision: what could have been shown at a spot, and what was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Option:
    """A product that could be shown. `place` counts from 0, None when it was not shown; `score` is the final one.

    `propensity` is the chance it had, under the logging policy, to be shown at its place.
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


@dataclass(frozen=True, slots=True)
class Decision:
    """One list put before one reader at one spot. Ids are public; `id` stands in the page as `data-decision`."""

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
