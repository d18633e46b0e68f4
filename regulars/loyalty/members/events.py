"""Facts about a store's members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeChanged(Fact):
    """A store published its programme, or a new version of its rules."""

    name: ClassVar[str] = "loyalty.programme-changed.v1"
    programme: str
    version: int


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined(Fact):
    """A person joined a store's programme; `place` says where they did."""

    name: ClassVar[str] = "loyalty.member-joined.v1"
    member: str
    place: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft(Fact):
    """A person left a store's programme."""

    name: ClassVar[str] = "loyalty.member-left.v1"
    member: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class MemberTierChanged(Fact):
    """An order that completed or went back moved a member to another tier (names as the rules have them)."""

    name: ClassVar[str] = "loyalty.member-tier-changed.v1"
    member: str
    before: str
    after: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class PointsMoved(Fact):
    """Points came or went: earned, used, returned, taken_back or expired, for `about`."""

    name: ClassVar[str] = "loyalty.points-moved.v1"
    member: str
    kind: str
    points: int
    about: str
