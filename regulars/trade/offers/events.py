"""Facts about offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPublished(Fact):
    """An offer was opened to shoppers; it counts from `starts_at` to `ends_at` (ISO 8601, UTC)."""

    name: ClassVar[str] = "trade.offer-published.v1"
    offer: str
    kind: str
    version: int
    starts_at: str
    ends_at: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class OfferStopped(Fact):
    """An offer was stopped before its end."""

    name: ClassVar[str] = "trade.offer-stopped.v1"
    offer: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class OfferJoined(Fact):
    """A store takes part in an offer of the market."""

    name: ClassVar[str] = "trade.offer-joined.v1"
    offer: str
    store: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class OfferLeft(Fact):
    """A store no longer takes part in an offer of the market."""

    name: ClassVar[str] = "trade.offer-left.v1"
    offer: str
    store: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class OfferClaimed(Fact):
    """A person took a coupon or opened a red envelope; `amount_minor` is set for red envelopes."""

    name: ClassVar[str] = "trade.offer-claimed.v1"
    offer: str
    claim: str
    amount_minor: int | None = None


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class OfferUsed(Fact):
    """An offer took `amount_minor` (of `currency`) off an order group (`ref`)."""

    name: ClassVar[str] = "trade.offer-used.v1"
    offer: str
    amount_minor: int
    currency: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class OfferGivenBack(Fact):
    """The order an offer was used for ended before anything was shipped: the use came back."""

    name: ClassVar[str] = "trade.offer-given-back.v1"
    offer: str
    amount_minor: int
