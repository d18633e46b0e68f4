"""How money that goes out is booked: refunds, provider settlements, payouts, and what matched nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from regulars.trade.settlement.rules.accounts import AccountKey
from regulars.trade.settlement.rules.entries import EntryDraft, LineDraft, lines_of
from regulars.trade.settlement.rules.sales import OrderShare


def refund_entry(
    ref: str,
    over: Mapping[str, int],
    currency: str,
    at: datetime,
    share: OrderShare,
    *,
    completed: bool,
) -> EntryDraft:
    """A refund is owed to the payer: taken from escrow, or back from the store and the commission earned.

    `share` holds what is given back: to the payer, the market's discount, the commission. `over` says by
    which provider how much of it goes back.
    """
    store = AccountKey("store_payable" if completed else "escrow", currency, share.store_id)
    income = AccountKey("commission" if completed else "commission_held", currency)
    discounts = AccountKey("market_discounts", currency)
    lines = lines_of(
        LineDraft(store, share.paid_minor, share.order_ref, "refund"),
        LineDraft(store, share.market_discount_minor, share.order_ref, "discount"),
        LineDraft(store, -share.commission_minor, share.order_ref, "commission"),
        LineDraft(income, share.commission_minor, share.order_ref, "commission"),
        *(
            LineDraft(AccountKey("refunds", currency, None, name), -minor, ref)
            for name, minor in sorted(over.items())
        ),
        LineDraft(discounts, -share.market_discount_minor, share.order_ref, "discount"),
    )
    return EntryDraft(f"refund:{ref}", "refund", share.order_ref, at, lines, ref)


def refund_sent_entry(
    ref: str, sent_ref: str, provider: str, currency: str, amount_minor: int, at: datetime
) -> EntryDraft:
    """The provider sent the refund to the payer."""
    lines = lines_of(
        LineDraft(AccountKey("refunds", currency, None, provider), amount_minor, ref),
        LineDraft(AccountKey("payments", currency, None, provider), -amount_minor, sent_ref),
    )
    return EntryDraft(f"refund-sent:{sent_ref}", "refund-sent", ref, at, lines)


@dataclass(frozen=True, slots=True)
class Settled:
    """One item of a provider's settlement: a payment (positive) or a refund (negative) by its ref."""

    ref: str
    amount_minor: int


def provider_settled_entry(
    ref: str,
    provider: str,
    currency: str,
    at: datetime,
    received_minor: int,
    fee_minor: int,
    items: Sequence[Settled],
) -> EntryDraft:
    """The provider transferred what it held, less its fee. A difference stays in `unmatched`."""
    payments = AccountKey("payments", currency, None, provider)
    over = received_minor + fee_minor - sum(item.amount_minor for item in items)
    lines = lines_of(
        LineDraft(AccountKey("bank", currency), received_minor, ref),
        LineDraft(AccountKey("provider_fees", currency), fee_minor, ref),
        LineDraft(AccountKey("unmatched", currency), -over, ref),
        *(LineDraft(payments, -item.amount_minor, item.ref) for item in items),
    )
    return EntryDraft(f"provider-settled:{provider}:{ref}", "provider-settled", ref, at, lines)


def payout_entry(
    ref: str, key: str, store_id: int, currency: str, amount_minor: int, at: datetime
) -> EntryDraft:
    """A payout is prepared: the store's money is on its way to the bank."""
    lines = [
        LineDraft(AccountKey("store_payable", currency, store_id), amount_minor, ref, "payout"),
        LineDraft(AccountKey("payouts", currency), -amount_minor, ref, "payout"),
    ]
    return EntryDraft(key, "payout", ref, at, lines)


def payout_sent_entry(ref: str, currency: str, amount_minor: int, at: datetime) -> EntryDraft:
    """The bank carried the payout out."""
    lines = [
        LineDraft(AccountKey("payouts", currency), amount_minor, ref, "payout"),
        LineDraft(AccountKey("bank", currency), -amount_minor, ref, "payout"),
    ]
    return EntryDraft(f"payout-sent:{ref}", "payout-sent", ref, at, lines)


def payout_returned_entry(
    ref: str, store_id: int, currency: str, amount_minor: int, at: datetime, *, sent: bool
) -> EntryDraft:
    """The payout did not reach the store: it owns the money again."""
    came_from = AccountKey("bank" if sent else "payouts", currency)
    lines = [
        LineDraft(came_from, amount_minor, ref, "payout"),
        LineDraft(AccountKey("store_payable", currency, store_id), -amount_minor, ref, "payout"),
    ]
    return EntryDraft(f"payout-returned:{ref}", "payout-returned", ref, at, lines)


def unmatched_entry(ref: str, provider: str, currency: str, amount_minor: int, at: datetime) -> EntryDraft:
    """Money arrived that belongs to nothing we know."""
    lines = lines_of(
        LineDraft(AccountKey("payments", currency, None, provider), amount_minor, ref),
        LineDraft(AccountKey("unmatched", currency), -amount_minor, ref),
    )
    return EntryDraft(f"unmatched:{ref}", "unmatched", ref, at, lines)


def unmatched_moved_entry(
    key: str, ref: str, amount_minor: int, to: LineDraft, at: datetime, memo: str = ""
) -> EntryDraft:
    """Unmatched money found its place: `to` is credited."""
    lines = lines_of(LineDraft(AccountKey("unmatched", to.account.currency), amount_minor, ref), to)
    return EntryDraft(key, "unmatched-moved", ref, at, lines, memo)
