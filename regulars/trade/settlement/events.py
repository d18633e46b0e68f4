"""Facts about the books."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutSent(Fact):
    """Money was sent to a store's bank account."""

    name: ClassVar[str] = "trade.payout-sent.v1"
    payout: str
    amount_minor: int
    currency: str
    period: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutReturned(Fact):
    """A payout did not reach the store, for the reason given; the store owns the money again."""

    name: ClassVar[str] = "trade.payout-returned.v1"
    payout: str
    amount_minor: int
    currency: str
    reason: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class DiscrepancyFound(Fact):
    """Money does not match; somebody of the market has to look."""

    name: ClassVar[str] = "trade.discrepancy-found.v1"
    discrepancy: str
    amount_minor: int
    currency: str
    reason: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionChanged(Fact):
    """A commission applies from a moment on. Orders placed before keep theirs."""

    name: ClassVar[str] = "trade.commission-changed.v1"
    rule: str
    rate_bp: int
    category_id: int | None
    since: str
