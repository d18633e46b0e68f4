"""How money for a service that is still to be rendered is booked: set aside, earned by day, given back.

A store gets what it is owed when an order completes. What belongs to a service plan is kept aside in the same
moment, contract by contract, and becomes the store's as the days pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from regulars.trade.settlement.rules.accounts import AccountKey
from regulars.trade.settlement.rules.entries import EntryDraft, LineDraft

LIABILITY = "service_liability"
PART = "service"


def set_aside_entry(contract: str, store_id: int, currency: str, at: datetime, net_minor: int) -> EntryDraft:
    """`net_minor` of what an order brought is not the store's yet: it waits on the contract."""
    lines = [
        LineDraft(AccountKey("store_payable", currency, store_id), net_minor, contract, PART),
        LineDraft(AccountKey(LIABILITY, currency, store_id), -net_minor, contract, PART),
    ]
    return EntryDraft(f"service-aside:{contract}", "service-aside", contract, at, lines)


def earned_entry(
    key: str, ref: str, store_id: int, currency: str, at: datetime, earned: Mapping[str, int]
) -> EntryDraft:
    """What days of several contracts (public id -> minor units) earned becomes the store's, in one amount."""
    held = AccountKey(LIABILITY, currency, store_id)
    lines = [LineDraft(held, minor, contract, PART) for contract, minor in sorted(earned.items()) if minor]
    payable = AccountKey("store_payable", currency, store_id)
    lines.append(LineDraft(payable, -sum(line.amount_minor for line in lines), ref, PART))
    return EntryDraft(key, "service-earned", ref, at, lines)


def earned_key(store_id: int, currency: str, day: date) -> str:
    """The key of what a store earned until the beginning of `day`: once per store, currency and day."""
    return f"service-earned:{store_id}:{currency}:{day.isoformat()}"


def released_entry(
    contract: str, ref: str, store_id: int, currency: str, at: datetime, net_minor: int
) -> EntryDraft:
    """A refund (`ref`) took money from the store that still lay aside: it is taken from there instead."""
    lines = [
        LineDraft(AccountKey(LIABILITY, currency, store_id), net_minor, contract, PART),
        LineDraft(AccountKey("store_payable", currency, store_id), -net_minor, contract, PART),
    ]
    return EntryDraft(f"service-released:{contract}:{ref}", "service-released", contract, at, lines)
