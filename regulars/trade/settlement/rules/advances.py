"""How money paid ahead is booked: it waits for an order, goes back, or becomes the store's."""

from __future__ import annotations

from datetime import datetime

from regulars.trade.settlement.rules.accounts import AccountKey
from regulars.trade.settlement.rules.entries import EntryDraft, LineDraft, lines_of


def advance_entry(
    ref: str, payment: str, provider: str, store_id: int, currency: str, amount_minor: int, at: datetime
) -> EntryDraft:
    """`payment` arrived for the advance `ref`."""
    lines = [
        LineDraft(AccountKey("payments", currency, None, provider), amount_minor, payment),
        LineDraft(AccountKey("advances", currency, store_id), -amount_minor, ref),
    ]
    return EntryDraft(f"advance:{ref}", "advance", ref, at, lines)


def advance_returned_entry(
    ref: str, provider: str, store_id: int, currency: str, amount_minor: int, at: datetime
) -> EntryDraft:
    """The advance is owed back to its payer, as the refund of the same name."""
    lines = [
        LineDraft(AccountKey("advances", currency, store_id), amount_minor, ref),
        LineDraft(AccountKey("refunds", currency, None, provider), -amount_minor, ref),
    ]
    return EntryDraft(f"advance-returned:{ref}", "advance-returned", ref, at, lines)


def advance_kept_entry(
    ref: str, store_id: int, currency: str, amount_minor: int, commission_minor: int, at: datetime
) -> EntryDraft:
    """The advance is the store's by its published rule; the market earns its commission."""
    payable = AccountKey("store_payable", currency, store_id)
    lines = lines_of(
        LineDraft(AccountKey("advances", currency, store_id), amount_minor, ref),
        LineDraft(payable, -amount_minor, ref, "sale"),
        LineDraft(payable, commission_minor, ref, "commission"),
        LineDraft(AccountKey("commission", currency), -commission_minor, ref, "commission"),
    )
    return EntryDraft(f"advance-kept:{ref}", "advance-kept", ref, at, lines)
