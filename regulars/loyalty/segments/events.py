"""Facts about groups of a store's people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentChanged(Fact):
    """A group was made or described anew (`version`)."""

    name: ClassVar[str] = "loyalty.segment-changed.v1"
    segment: str
    version: int


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentRefreshed(Fact):
    """Who is in a group was counted anew: how many there are, came and went."""

    name: ClassVar[str] = "loyalty.segment-refreshed.v1"
    segment: str
    size: int
    entered: int
    left: int
