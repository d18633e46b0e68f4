"""Small and new stores."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

NEW, SMALL = "new", "small"


def sheltered(
    opened: Mapping[int, datetime],
    sales: Mapping[str, Mapping[int, int]],
    now: datetime,
    *,
    young_days: int,
    small_share: float,
) -> dict[int, str]:
    """`new` or `small` by key of the stores that are sheltered.

    `sales` are minor units by currency and store. A store is small when its share is below `small_share` in every
    currency it sold in; without any sale in the market nobody is.
    """
    totals = {currency: sum(by_store.values()) for currency, by_store in sales.items()}
    found = {}
    for store, since in opened.items():
        if now - since < timedelta(days=young_days):
            found[store] = NEW
        elif any(totals.values()) and all(
            sales[currency].get(store, 0) < small_share * total for currency, total in totals.items() if total
        ):
            found[store] = SMALL
    return found
