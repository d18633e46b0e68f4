"""What recipes look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Good:
    """A product shoppers can buy now. `now` and `before` are pieces sold in the last 7 days and the 7 before them."""

    key: int
    store: int
    minor: int
    published_at: datetime
    sold: int = 0
    now: int = 0
    before: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Shop:
    """An open store. `again` of its `buyers` of the last 90 days bought more than once; `sold` counts all pieces."""

    key: int
    opened_at: datetime
    sold: int = 0
    buyers: int = 0
    again: int = 0
    goods: int = 0
