"""Whose goods are sheltered: stores that are new, and stores that sell little beside the others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

NEW = timedelta(days=90)
# Small is who sells less than this share of what a store sells on average.
SMALL = 0.3


def sheltered(opened: Mapping[int, datetime], sold: Mapping[int, int], now: datetime) -> set[int]:
    """Stores (keys) whose goods are kept a share of the places; `sold` counts pieces a store sold."""
    mean = sum(sold.values()) / max(1, len(opened))
    return {
        store
        for store, since in opened.items()
        if now - since < NEW or sold.get(store, 0) < SMALL * mean
    }
