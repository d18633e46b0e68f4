"""Facts about journeys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyStarted(Fact):
    """A version of a journey began to take people in."""

    name: ClassVar[str] = "loyalty.journey-started.v1"
    journey: str
    version: int


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyLeft(Fact):
    """A person's journey was over: `outcome` is done, reached, left, closed, went or ended."""

    name: ClassVar[str] = "loyalty.journey-left.v1"
    journey: str
    traveller: str
    outcome: str
