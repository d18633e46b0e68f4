"""Facts about money coming in and going back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentHeld(Fact):
    """Money arrived that does not match its payment; somebody of the market has to look."""

    name: ClassVar[str] = "trade.payment-held.v1"
    payment: str
    payment_ref: str
    provider: str
    amount_minor: int
    currency: str
    reason: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRefunded(Fact):
    """The provider sent money back to the payer.

    `refund` is the payment refund's id, `refund_ref` what it was asked for.
    """

    name: ClassVar[str] = "trade.payment-refunded.v1"
    refund: str
    refund_ref: str
    payment: str
    payment_ref: str
    provider: str
    amount_minor: int
    currency: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRefundFailed(Fact):
    """The provider cannot send money back; somebody of the market has to look."""

    name: ClassVar[str] = "trade.payment-refund-failed.v1"
    refund: str
    refund_ref: str
    payment: str
    payment_ref: str
    provider: str
    amount_minor: int
    currency: str
    error: str
