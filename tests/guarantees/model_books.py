"""The small model: what a bill and its parts should come to, and from it every account of the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from django.db.models import Sum

from regulars.trade.settlement.models import Line
from tests.guarantees.telling import Asked

RATE = Decimal("0.05")
CAME = ("paid", "shipped", "delivered", "confirmed", "refunded")


def fee(minor: int) -> int:
    """The market's share by its published rule: five in a hundred, half a cent and more is a cent."""
    return int((minor * RATE).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass
class Part:
    """One store's part of an order. `back` and the sums beside it are what was given back of it."""

    public_id: str
    store: Any
    person: Any
    paid: int
    market: int
    commission: int
    bought: dict[str, int]
    variants: dict[str, int]
    off_shelf: set[str] = field(default_factory=set)
    state: str = "awaiting_payment"
    back: dict[str, int] = field(default_factory=dict)
    refunded: int = 0
    market_back: int = 0
    commission_back: int = 0
    waiting: str = ""
    spent_minor: int = 0
    reversed_minor: int = 0
    points_back: int = 0
    earned: int = 0

    @property
    def income(self) -> int:
        """What the store gets of it, now or when it completes."""
        return self.paid - self.refunded + self.market - self.market_back - self.commission_left

    @property
    def commission_left(self) -> int:
        """What the market keeps of it."""
        return self.commission - self.commission_back

    def gave_back(self, back: Any, units: dict[str, int]) -> None:
        """Note a return that was carried out."""
        for line, count in units.items():
            self.back[line] = self.back.get(line, 0) + count
        self.refunded += back.amount_minor
        self.market_back += back.split["market_minor"]
        self.commission_back += back.split["commission_minor"]

    @property
    def left(self) -> dict[str, int]:
        """Units by line that have not gone back."""
        kept = {line: count - self.back.get(line, 0) for line, count in self.bought.items()}
        return {line: count for line, count in kept.items() if count}


@dataclass
class Deposit:
    """Money paid ahead to a store. State: paid, used (for an order not paid yet), spent, returned, kept."""

    public_id: str
    store: Any
    person: Any
    amount: int
    commission: int
    state: str = "paid"


@dataclass
class Bill:
    """What is paid together. `ahead` of the total was paid before."""

    public_id: str
    person: Any
    total: int
    until: Any
    wanted: dict[int, int]
    parts: list[Part]
    state: str = "open"
    ahead: list[Deposit] = field(default_factory=list)
    ended: bool = False

    def goes(self, state: str) -> None:
        """The deposits used for it go where it goes."""
        for one in self.ahead:
            one.state = state


@dataclass
class Money:
    """What went through the hands of the provider and the bank."""

    paid_in: int = 0
    apart: int = 0
    sent_back: int = 0
    paid_out: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def expected(self, parts: Iterable[Part], deposits: Iterable[Deposit] = ()) -> dict[str, int]:
        """Every sum that the ledger must show; debit positive."""
        came = [part for part in parts if part.state in CAME]
        sums: dict[str, int] = defaultdict(int)
        sums["provider"] = self.paid_in - self.sent_back
        sums["unmatched"] = -self.apart
        sums["bank"] = -sum(self.paid_out.values())
        sums["market_discounts"] = sum(part.market - part.market_back for part in came)
        sums["commission"] = -sum(part.commission_left for part in came)
        for part in came:
            sums[f"store {part.store.pk}"] -= part.income
        for one in deposits:
            kept = one.commission if one.state == "kept" else 0
            if one.state in ("paid", "used", "kept"):
                sums[f"store {one.store.pk}"] -= one.amount - kept
                sums["commission"] -= kept
        for store, amount in self.paid_out.items():
            sums[f"store {store}"] += amount
        return {name: amount for name, amount in sums.items() if amount}


WHERE = {
    "payments": "provider",
    "refunds": "provider",
    "commission_held": "commission",
    "payouts": "bank",
}


@cache
def _accounts() -> Asked:
    rows = Line.objects.order_by().values_list("account__kind", "account__store_id")
    return Asked(rows.annotate(total=Sum("amount_minor")))


def booked() -> dict[str, int]:
    """The same sums as the ledger has them. One query."""
    sums: dict[str, int] = defaultdict(int)
    for kind, store, amount in _accounts()():
        sums[f"store {store}" if store else WHERE.get(kind, kind)] += amount
    return {name: amount for name, amount in sums.items() if amount}
