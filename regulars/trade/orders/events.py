"""Facts about orders.

Ids are public ids; amounts are minor units of `currency`; moments are ISO 8601 in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldLine:
    """A line of an order as facts carry it."""

    line: str
    product: str
    variant: str
    quantity: int
    unit_minor: int
    paid_minor: int


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class BasketFilled(Fact):
    """A person put something into the basket."""

    name: ClassVar[str] = "trade.basket-filled.v1"
    product: str
    variant: str
    quantity: int


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPlaced(Fact):
    """An order was placed and waits for payment."""

    name: ClassVar[str] = "trade.order-placed.v1"
    order: str
    group: str
    currency: str
    total_minor: int
    placed_at: str
    lines: tuple[SoldLine, ...] = ()


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPaid(Fact):
    """An order was paid. `store_discount_minor` and `market_discount_minor` say who bore what came off."""

    name: ClassVar[str] = "trade.order-paid.v1"
    order: str
    group: str
    currency: str
    paid_minor: int
    store_discount_minor: int
    market_discount_minor: int
    commission_minor: int
    paid_at: str
    first: bool = False
    lines: tuple[SoldLine, ...] = ()


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAccepted(Fact):
    """The store has begun to prepare an order."""

    name: ClassVar[str] = "trade.order-accepted.v1"
    order: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderShipped(Fact):
    """A parcel of an order is on its way."""

    name: ClassVar[str] = "trade.order-shipped.v1"
    order: str
    shipment: str
    carrier: str = ""
    tracking: str = ""


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDelivered(Fact):
    """An order arrived."""

    name: ClassVar[str] = "trade.order-delivered.v1"
    order: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderConfirmed(Fact):
    """An order is complete, confirmed by the shopper or (`automatic`) by time: the store's money is due.

    `income_minor` is what the store gets: after refunds made before, with the market's discount, less commission.
    """

    name: ClassVar[str] = "trade.order-confirmed.v1"
    order: str
    currency: str
    income_minor: int
    automatic: bool = False


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCancelled(Fact):
    """An order was cancelled before it was paid."""

    name: ClassVar[str] = "trade.order-cancelled.v1"
    order: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderExpired(Fact):
    """An order was not paid in time."""

    name: ClassVar[str] = "trade.order-expired.v1"
    order: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRefused(Fact):
    """The store refused a paid order; the money goes back."""

    name: ClassVar[str] = "trade.order-refused.v1"
    order: str
    reason: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentReturned(Fact):
    """A payment came too late or twice and goes back to the payer (`reason`: late, twice, cancelled)."""

    name: ClassVar[str] = "trade.payment-returned.v1"
    group: str
    payment: str
    amount_minor: int
    currency: str
    reason: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnAsked(Fact):
    """A shopper asks for money back, with or without sending goods back."""

    name: ClassVar[str] = "trade.return-asked.v1"
    order: str
    back: str
    kind: str
    reason: str
    amount_minor: int
    currency: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnDecided(Fact):
    """A return was accepted, refused, withdrawn or disputed."""

    name: ClassVar[str] = "trade.return-decided.v1"
    order: str
    back: str
    state: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class RefundMade(Fact):
    """Money of an order goes back: to the payer, of the market's discount, of the commission."""

    name: ClassVar[str] = "trade.refund-made.v1"
    order: str
    back: str
    amount_minor: int
    market_discount_minor: int
    commission_minor: int
    currency: str
    whole: bool
