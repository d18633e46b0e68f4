"""Facts about money paid ahead. Amounts are minor units of `currency`; `about` is what it was paid for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class AdvancePaid(Fact):
    """Money was paid ahead to a store."""

    name: ClassVar[str] = "trade.advance-paid.v1"
    advance: str
    purpose: str
    about: str
    amount_minor: int
    currency: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceReturned(Fact):
    """Money paid ahead goes back to the payer."""

    name: ClassVar[str] = "trade.advance-returned.v1"
    advance: str
    purpose: str
    about: str
    amount_minor: int
    currency: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceKept(Fact):
    """Money paid ahead became the store's without an order, by the rule that was published."""

    name: ClassVar[str] = "trade.advance-kept.v1"
    advance: str
    purpose: str
    about: str
    amount_minor: int
    commission_minor: int
    currency: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceLapsed(Fact):
    """Money that was to be paid ahead did not come in time."""

    name: ClassVar[str] = "trade.advance-lapsed.v1"
    advance: str
    purpose: str
    about: str
