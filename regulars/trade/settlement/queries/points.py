"""What stores owe their members in points."""

from __future__ import annotations

from regulars.trade.settlement.queries.balances import balance
from regulars.trade.settlement.rules import AccountKey


def points_owed(store_id: int, currency: str) -> int:
    """What the store's points are worth in the books, in minor units."""
    return -balance(AccountKey("points", currency, store_id))
