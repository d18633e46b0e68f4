"""Facts about the rules of placing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class RulebookAnnounced(Fact):
    """The next version of the rules of placing was announced; `starts_at` is an ISO moment."""

    name: ClassVar[str] = "discovery.rulebook-announced.v1"
    number: int
    starts_at: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class RulebookWithdrawn(Fact):
    """An announced version of the rules of placing was taken back before it started."""

    name: ClassVar[str] = "discovery.rulebook-withdrawn.v1"
    number: int
