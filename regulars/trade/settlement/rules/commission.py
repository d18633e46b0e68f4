"""The market's share of a sale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

DEFAULT_BP = 500
BASE = 10_000


def commission(base_minor: int, rate_bp: int) -> int:
    """`base_minor` x `rate_bp` / 10,000, half away from zero, in minor units."""
    share = (abs(base_minor) * rate_bp * 2 + BASE) // (2 * BASE)
    return share if base_minor >= 0 else -share


@dataclass(frozen=True, slots=True)
class RateTerm:
    """A rate in force, and for whom: a store, a category, both, or (neither) the whole market."""

    rate_bp: int
    store_id: int | None = None
    category_id: int | None = None


class RateTable:
    """The rates in force at one moment."""

    def __init__(self, terms: Sequence[RateTerm]):
        self._rates = {(term.store_id, term.category_id): term.rate_bp for term in terms}

    def rate(self, store_id: int | None, category_ids: Sequence[int]) -> int:
        """Basis points for a sale; `category_ids` from the closest category to the root.

        The closest match wins: store and category, store, category, market; 5 % where nothing is set.
        """
        scopes = [
            *((store_id, category) for category in category_ids),
            (store_id, None),
            *((None, category) for category in category_ids),
            (None, None),
        ]
        return next((self._rates[scope] for scope in scopes if scope in self._rates), DEFAULT_BP)
