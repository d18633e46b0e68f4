"""What an offer of the market would do to the stores, told to operators without the stores' costs."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import open_stores
from regulars.trade.guard.queries.checking import check_offer
from regulars.trade.guard.rules import Bounds
from regulars.trade.offers.models import Offer
from regulars.trade.offers.queries import joinings_of

MOST_STORES = 100
BOUNDS = Bounds(5, 5)


@dataclass(frozen=True, slots=True)
class StorePush:
    """A store and how many of its variants the offer could bring under what they cost."""

    store: Store
    lines: int


@dataclass(frozen=True, slots=True)
class MarketCheck:
    """`looked` of `stores` stores were judged; `pushed` are those with lines that would fall under cost."""

    pushed: tuple[StorePush, ...]
    looked: int
    stores: int
    judged: int
    unknown: int

    @property
    def lines(self) -> int:
        """Variants in all stores together."""
        return sum(one.lines for one in self.pushed)


def check_market_offer(offer: Offer) -> MarketCheck:
    """Judge an offer of the market in the stores it counts in (a draft across stores: in all that could join)."""
    joined = [joining.store_id for joining in joinings_of(offer)]
    stores = open_stores().filter(currency=offer.currency).order_by("pk")
    if offer.kind == "cross-store" and offer.published_at is not None:
        stores = stores.filter(pk__in=joined)
    chosen = list(stores[:MOST_STORES])
    checks = [(store, check_offer(store, offer, bounds=BOUNDS)) for store in chosen]
    pushed = [StorePush(store, len(check.bad)) for store, check in checks if check.bad]
    return MarketCheck(
        tuple(sorted(pushed, key=lambda one: -one.lines)), len(chosen), stores.count(),
        sum(check.judged for _store, check in checks), sum(check.unknown for _store, check in checks),
    )  # fmt: skip
