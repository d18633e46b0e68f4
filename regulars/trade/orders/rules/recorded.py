"""Orders that happened elsewhere (imports, demo), as plain values for `record_orders`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RecordedLine:
    """A variant as it was sold.

    Amounts are minor units; discounts are for the whole line, by who bore them.
    """

    product_pk: int
    variant_pk: int
    title: str
    unit_minor: int
    quantity: int = 1
    title_zh: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    cover: str = ""
    store_discount_minor: int = 0
    market_discount_minor: int = 0
    commission_bp: int = 500

    @property
    def list_minor(self) -> int:
        """Unit price times quantity."""
        return self.unit_minor * self.quantity

    @property
    def paid_minor(self) -> int:
        """What the buyer paid for the goods of the line."""
        return self.list_minor - self.store_discount_minor - self.market_discount_minor


@dataclass(frozen=True, slots=True)
class RecordedOrder:
    """One store's part. `state` is any state of an order; with state "refunded" or "cancelled" and a payment,
    all of the money went back at `ended_at`. Moments are aware; those that never came are None.
    """

    store_pk: int
    lines: Sequence[RecordedLine]
    state: str = "paid"
    freight_minor: int = 0
    freight_market_discount_minor: int = 0
    ship_by: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None
    carrier: str = ""
    tracking: str = ""


@dataclass(frozen=True, slots=True)
class RecordedGroup:
    """What was ordered and paid together by a person; `external_ref` makes a second import change nothing.

    `uses` are offers (public ids) with what each took off in all.
    """

    external_ref: str
    person_pk: int
    currency: str
    placed_at: datetime
    orders: Sequence[RecordedOrder]
    paid_at: datetime | None = None
    state: str = "paid"
    address: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    uses: Sequence[tuple[str, int]] = ()
