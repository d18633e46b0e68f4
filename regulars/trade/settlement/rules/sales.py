"""How a sale is booked: money comes in, waits in escrow, and becomes the store's when the order completes.

Each escrow line carries its part (sale, discount, commission, refund), so that the store's statement can
later say what an amount is made of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from regulars.trade.settlement.rules.accounts import AccountKey
from regulars.trade.settlement.rules.entries import EntryDraft, LineDraft, lines_of

ORDER = ("sale", "discount", "commission", "refund")


@dataclass(frozen=True, slots=True)
class OrderShare:
    """One order's share of a payment, in minor units.

    `paid_minor` is what the payer paid for it (freight included), `market_discount_minor` what the
    market adds for its own discounts, `commission_minor` the market's share as frozen in the order.
    """

    order_ref: str
    store_id: int
    paid_minor: int
    market_discount_minor: int = 0
    commission_minor: int = 0


@dataclass(frozen=True, slots=True)
class AdvanceShare:
    """What was paid ahead to a store and now pays for a part of its order. `ref` is the advance."""

    ref: str
    store_id: int
    amount_minor: int


def difference(
    orders: Sequence[OrderShare], received_minor: int, advances: Sequence[AdvanceShare] = ()
) -> int:
    """How much more came in, now and ahead, than the orders' payer owed (negative: less)."""
    ahead = sum(share.amount_minor for share in advances)
    return received_minor + ahead - sum(share.paid_minor for share in orders)


def capture_entry(
    ref: str,
    provider: str,
    currency: str,
    at: datetime,
    orders: Sequence[OrderShare],
    received_minor: int,
    advances: Sequence[AdvanceShare] = (),
) -> EntryDraft:
    """Money arrived at the provider and is split over the orders, with what was paid ahead for them.

    What does not match stays in transit.
    """
    discounts = sum(share.market_discount_minor for share in orders)
    over = difference(orders, received_minor, advances)
    lines = lines_of(
        LineDraft(AccountKey("payments", currency, None, provider), received_minor, ref),
        *(
            LineDraft(AccountKey("advances", currency, share.store_id), share.amount_minor, share.ref)
            for share in advances
        ),
        LineDraft(AccountKey("market_discounts", currency), discounts, ref, "discount"),
        LineDraft(AccountKey("unmatched", currency), -over, ref),
    )
    lines += [line for share in orders for line in _share_lines(share, currency)]
    return EntryDraft(f"capture:{ref}", "capture", ref, at, lines)


def _share_lines(share: OrderShare, currency: str) -> list[LineDraft]:
    escrow = AccountKey("escrow", currency, share.store_id)
    held = AccountKey("commission_held", currency)
    rest = lines_of(
        LineDraft(escrow, -share.market_discount_minor, share.order_ref, "discount"),
        LineDraft(escrow, share.commission_minor, share.order_ref, "commission"),
        LineDraft(held, -share.commission_minor, share.order_ref, "commission"),
    )
    # The sale is booked even when it is free: the books must know every order that was paid.
    return [LineDraft(escrow, -share.paid_minor, share.order_ref, "sale"), *rest]


def completion_entry(
    order_ref: str, store_id: int, currency: str, at: datetime, escrow: Mapping[str, int], held_minor: int
) -> EntryDraft:
    """The order is complete: what is left in escrow (balance by part) becomes payable, the commission earned.

    `escrow` and `held_minor` are ledger balances, so credits are negative.
    """
    account = AccountKey("escrow", currency, store_id)
    payable = AccountKey("store_payable", currency, store_id)
    moved = [
        line
        for part, balance in sorted(escrow.items(), key=_place)
        for line in (
            LineDraft(account, -balance, order_ref, part),
            LineDraft(payable, balance, order_ref, part),
        )
    ]
    lines = lines_of(
        *moved,
        LineDraft(AccountKey("commission_held", currency), -held_minor, order_ref, "commission"),
        LineDraft(AccountKey("commission", currency), held_minor, order_ref, "commission"),
    )
    return EntryDraft(f"completion:{order_ref}", "completion", order_ref, at, lines)


def _place(part: tuple[str, int]) -> int:
    return ORDER.index(part[0]) if part[0] in ORDER else len(ORDER)


def completion_of(share: OrderShare, currency: str, at: datetime) -> EntryDraft:
    """The completion of an order from which nothing was refunded before."""
    parts = {
        "sale": -share.paid_minor,
        "discount": -share.market_discount_minor,
        "commission": share.commission_minor,
    }
    return completion_entry(share.order_ref, share.store_id, currency, at, parts, -share.commission_minor)
