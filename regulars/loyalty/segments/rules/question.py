"""When and under which settings a definition is asked, and what is known of one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from regulars.loyalty.segments.rules.definition import Behind, Node
from regulars.loyalty.segments.rules.rfm import RfmBounds
from regulars.loyalty.segments.rules.stages import Windows

Value = int | bool | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A definition is true of somebody at a moment (`as_of`, UTC), by a zone's days, under the store's settings.

    `products_in` tells the products of each category named; `segments` the definitions of others named.
    """

    as_of: datetime
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    windows: Windows = field(default_factory=Windows)
    rfm: RfmBounds = field(default_factory=RfmBounds)
    products_in: Mapping[str, frozenset[str]] = field(default_factory=dict)
    segments: Mapping[str, Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.as_of.utcoffset() != UTC.utcoffset(None):
            raise ValueError("as_of must be UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One row of the trail: something a person did with a store."""

    at: datetime
    kind: str
    ref: str | None = None
    source: str | None = None
    order: str | None = None
    amount_minor: int = 0
    quantity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One person as a definition sees them: deeds in any order, attributes by name."""

    person: str
    deeds: tuple[Deed, ...] = ()
    attributes: Mapping[str, Value] = field(default_factory=dict)


def point_column(leaf: Behind) -> str:
    """Under which name it is known of people that a figure counts them at a point."""
    return "point." + "/".join((leaf.figure, *leaf.keys))
