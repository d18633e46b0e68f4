"""Facts about presales. Amounts are minor units of `currency`; moments are ISO 8601 in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class PresalePublished(Fact):
    """A presale can be seen; deposits are taken from `deposit_from` on."""

    name: ClassVar[str] = "trade.presale-published.v1"
    presale: str
    product: str
    deposit_from: str
    balance_until: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class PresaleStopped(Fact):
    """A store cancelled its presale: all deposits go back."""

    name: ClassVar[str] = "trade.presale-stopped.v1"
    presale: str
    why: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class PresaleBooked(Fact):
    """A deposit was paid: the place is booked."""

    name: ClassVar[str] = "trade.presale-booked.v1"
    presale: str
    booking: str
    variant: str
    quantity: int
    deposit_minor: int
    currency: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceOpened(Fact):
    """The balance of a booking can be paid from now on."""

    name: ClassVar[str] = "trade.presale-balance-opened.v1"
    presale: str
    booking: str
    balance_until: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class BookingEnded(Fact):
    """A booking ended (`state`: paid, cancelled, lapsed, forfeited, refunded)."""

    name: ClassVar[str] = "trade.presale-booking-ended.v1"
    presale: str
    booking: str
    state: str
