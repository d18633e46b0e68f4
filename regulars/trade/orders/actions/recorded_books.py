"""Ledger entries of recorded orders, as if each had happened here."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.trade.orders.actions.paying import share_of
from regulars.trade.orders.actions.recorded_rows import Made
from regulars.trade.orders.models import Order, OrderGroup, Return
from regulars.trade.settlement.rules import (
    EntryDraft,
    capture_entry,
    completion_of,
    refund_entry,
    refund_sent_entry,
)


def entries_of(made: Made, provider: str) -> Iterator[EntryDraft]:
    """Capture per group, completion per confirmed order, refund (owed and sent) per order that went back."""
    by_group: dict[int, list[Order]] = {}
    for order in made.orders:
        by_group.setdefault(order.group_id, []).append(order)
    for group in made.groups:
        if group.paid_at is not None:
            yield _capture(group, by_group[group.pk], provider)
    for order in made.orders:
        if order.confirmed_at is not None and order.paid_at is not None:
            yield completion_of(share_of(order), order.currency, order.confirmed_at)
    for order, back in made.backs:
        yield from _refund(order, back, provider)


def _capture(group: OrderGroup, orders: list[Order], provider: str) -> EntryDraft:
    shares = [share_of(order) for order in orders]
    paid = sum(share.paid_minor for share in shares)
    return capture_entry(group.public_id, provider, group.currency, group.paid_at, shares, paid)


def _refund(order: Order, back: Return, provider: str) -> Iterator[EntryDraft]:
    at, currency, ref = back.refunded_at, order.currency, back.public_id
    completed = order.confirmed_at is not None
    share = share_of(order)
    yield refund_entry(ref, {provider: share.paid_minor}, currency, at, share, completed=completed)
    if back.amount_minor:
        yield refund_sent_entry(ref, ref, provider, currency, back.amount_minor, at)
