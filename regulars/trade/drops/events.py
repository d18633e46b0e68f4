"""Facts about drops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class DropPublished(Fact):
    """A store announced a drop: `units` pieces of a variant at a given second."""

    name: ClassVar[str] = "trade.drop-published.v1"
    drop: str
    variant: str
    units: int
    opens_at: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class DropWon(Fact):
    """Somebody has a ticket: a piece held for them until `pay_until`."""

    name: ClassVar[str] = "trade.drop-won.v1"
    drop: str
    ticket: str
    pay_until: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class DropReminded(Fact):
    """Somebody who asked for it is to be told that a drop opens soon."""

    name: ClassVar[str] = "trade.drop-reminded.v1"
    drop: str
    opens_at: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class DropStopped(Fact):
    """A store ended a drop before its time. Tickets already won may still be paid."""

    name: ClassVar[str] = "trade.drop-stopped.v1"
    drop: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class DropClosed(Fact):
    """A drop is over and its unsold pieces are back on the shelf."""

    name: ClassVar[str] = "trade.drop-closed.v1"
    drop: str
    units: int
    paid: int
