"""Judgement about money: which accounts there are, how a happening is booked, who takes which share."""

from regulars.trade.settlement.rules.accounts import KINDS, AccountKey, AccountKind, accounts_of_sale
from regulars.trade.settlement.rules.advances import advance_entry, advance_kept_entry, advance_returned_entry
from regulars.trade.settlement.rules.commission import DEFAULT_BP, RateTable, RateTerm, commission
from regulars.trade.settlement.rules.entries import (
    BadEntry,
    EntryDraft,
    LineDraft,
    MixedCurrency,
    Unbalanced,
    UnknownAccount,
    check,
)
from regulars.trade.settlement.rules.points import points_entry
from regulars.trade.settlement.rules.sales import (
    AdvanceShare,
    OrderShare,
    capture_entry,
    completion_entry,
    completion_of,
    difference,
)
from regulars.trade.settlement.rules.sending import (
    Settled,
    payout_entry,
    payout_returned_entry,
    payout_sent_entry,
    provider_settled_entry,
    refund_entry,
    refund_sent_entry,
    unmatched_entry,
    unmatched_moved_entry,
)

__all__ = [
    "DEFAULT_BP",
    "KINDS",
    "AccountKey",
    "AccountKind",
    "AdvanceShare",
    "BadEntry",
    "EntryDraft",
    "LineDraft",
    "MixedCurrency",
    "OrderShare",
    "RateTable",
    "RateTerm",
    "Settled",
    "Unbalanced",
    "UnknownAccount",
    "accounts_of_sale",
    "advance_entry",
    "advance_kept_entry",
    "advance_returned_entry",
    "capture_entry",
    "check",
    "commission",
    "completion_entry",
    "completion_of",
    "difference",
    "payout_entry",
    "payout_returned_entry",
    "payout_sent_entry",
    "points_entry",
    "provider_settled_entry",
    "refund_entry",
    "refund_sent_entry",
    "unmatched_entry",
    "unmatched_moved_entry",
]
