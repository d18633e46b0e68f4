"""Facts about a store and the people it knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFollowed(Fact):
    """A person began to follow a store."""

    name: ClassVar[str] = "loyalty.store-followed.v1"
    store: str
    relation: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class StoreLeft(Fact):
    """A person stopped following a store."""

    name: ClassVar[str] = "loyalty.store-left.v1"
    store: str
    relation: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven(Fact):
    """A person allowed a store one purpose over one channel."""

    name: ClassVar[str] = "loyalty.consent-given.v1"
    store: str
    relation: str
    purpose: str
    channel: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWithdrawn(Fact):
    """A person took a permission back."""

    name: ClassVar[str] = "loyalty.consent-withdrawn.v1"
    store: str
    relation: str
    purpose: str
    channel: str
