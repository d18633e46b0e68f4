"""Facts about stores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class StoreOpened(Fact):
    """A store opened."""

    name: ClassVar[str] = "people.store-opened.v1"
    store: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSuspended(Fact):
    """The market suspended a store, with the reason."""

    name: ClassVar[str] = "people.store-suspended.v1"
    store: str
    reason: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class StoreRestored(Fact):
    """The market lifted a suspension."""

    name: ClassVar[str] = "people.store-restored.v1"
    store: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class StoreChanged(Fact):
    """A store changed its name, story, pictures or terms."""

    name: ClassVar[str] = "people.store-changed.v1"
    store: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class StaffInvited(Fact):
    """A store invited somebody to work there; who it is stays with the store."""

    name: ClassVar[str] = "people.staff-invited.v1"
    store: str
    invitation: str
