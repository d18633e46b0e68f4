"""How a store's promise to its members is booked: points are worth money that the store owes them."""

from __future__ import annotations

from datetime import datetime

from regulars.trade.settlement.rules.accounts import AccountKey
from regulars.trade.settlement.rules.entries import EntryDraft, LineDraft

PARTS = {
    "earned": "earned",
    "used": "used",
    "returned": "returned",
    "taken_back": "taken-back",
    "expired": "expired",
}


def points_entry(
    key: str, store_id: int, currency: str, at: datetime, amount_minor: int, kind: str, ref: str
) -> EntryDraft:
    """Points worth `amount_minor` (negative: they went) moved: what the store owes rises, and what it gave.

    Both accounts are the store's own and always stand against each other: no money of the market moves.
    """
    given = AccountKey("points_given", currency, store_id)
    owed = AccountKey("points", currency, store_id)
    part = PARTS[kind]
    lines = [LineDraft(given, amount_minor, ref, part), LineDraft(owed, -amount_minor, ref, part)]
    return EntryDraft(key, "points", ref, at, lines)
