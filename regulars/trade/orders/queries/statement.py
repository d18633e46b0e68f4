"""A store's statement made from the orders themselves, to be held against the ledger's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q

from regulars.people.merchants.models import Store
from regulars.trade.advances.queries import kept_of
from regulars.trade.orders.models import Order, Return
from regulars.trade.services.queries import movements


@dataclass(frozen=True, slots=True)
class StatementItem:
    """Money that became the store's (or, negative, went back): when, why, for which order."""

    at: datetime
    kind: str
    ref: str
    amount_minor: int


def statement_from_events(
    store: Store, currency: str, since: datetime | None = None, until: datetime | None = None
) -> list[StatementItem]:
    """What orders, returns and advances that were kept say the store is owed, oldest first; `until` excluded.

    Payouts are not in it.

    The sum equals what the ledger's account `store_payable` received for orders in the same time.
    """
    items = [item for order in _settled(store, currency) for item in _items(order)]
    items += [
        StatementItem(
            row.ended_at,
            "kept",
            row.public_id,
            row.amount_minor - row.returned_minor - row.kept_commission_minor,
        )
        for row in kept_of(store, currency)
    ]
    items += [
        StatementItem(one.at, "service", one.ref, one.amount_minor) for one in movements(store, currency)
    ]
    inside = [i for i in items if (since is None or i.at >= since) and (until is None or i.at < until)]
    return sorted(inside, key=lambda item: (item.at, item.ref))


@dataclass(frozen=True, slots=True)
class Income:
    """From what the shopper paid to what the store gets, refunds taken off; all in minor units."""

    paid_minor: int
    refunded_minor: int
    market_minor: int
    commission_minor: int

    @property
    def total_minor(self) -> int:
        """What is the store's."""
        return self.paid_minor - self.refunded_minor + self.market_minor - self.commission_minor


def income_of(order: Order) -> Income:
    """What an order brings its store as it stands. Expects the order with its returns."""
    backs = [back for back in order.returns.all() if back.state == "refunded"]

    def back(part: str) -> int:
        return sum(int(each.split.get(part, 0)) for each in backs)

    return Income(
        order.paid_minor,
        order.refunded_minor,
        order.market_discount_minor - back("market_minor"),
        order.commission_minor - back("commission_minor"),
    )


def _settled(store: Store, currency: str) -> Iterator[Order]:
    backs = Return.objects.of(store).filter(state="refunded")
    ended = Q(confirmed_at__isnull=False) | Q(state="refunded")
    rows = Order.objects.of(store).filter(ended, currency=currency, paid_at__isnull=False)
    yield from rows.prefetch_related(Prefetch("returns", queryset=backs)).iterator(chunk_size=2000)


def _items(order: Order) -> Iterator[StatementItem]:
    backs = list(order.returns.all())
    before = [back for back in backs if not back.split.get("completed")]
    income = order.paid_minor + order.market_discount_minor - order.commission_minor
    left = income - sum(_given(back) for back in before)
    at = order.confirmed_at or order.ended_at
    if left:
        yield StatementItem(at, "sale", order.public_id, left)
    for back in backs:
        if back.split.get("completed"):
            yield StatementItem(back.refunded_at, "refund", order.public_id, -_given(back))


def _given(back: Return) -> int:
    paid: int = back.amount_minor
    return paid + int(back.split.get("market_minor", 0)) - int(back.split.get("commission_minor", 0))
