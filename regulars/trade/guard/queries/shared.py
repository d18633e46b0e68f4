"""What an offer of the market would do to the stores, told to operators without the stores' costs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

import orjson
from django.db.models import QuerySet

from regulars.ground.kit import clock
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import open_stores
from regulars.trade.guard.models import MarketLook, MarketPush
from regulars.trade.guard.queries.checking import Check, check_offer
from regulars.trade.guard.rules import Bounds
from regulars.trade.offers.models import Offer
from regulars.trade.offers.queries import joinings_of

BATCH = 25
BOUNDS = Bounds(5, 5)
FRESH = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class StorePush:
    """A store and how many of its variants the offer could bring under what they cost."""

    store: Store
    lines: int


@dataclass(frozen=True, slots=True)
class MarketCheck:
    """`looked` of `stores` stores were judged so far, all of them when `done`.

    `pushed` are those with lines that would fall under cost, most first.
    """

    pushed: tuple[StorePush, ...]
    looked: int
    stores: int
    judged: int
    unknown: int
    done: bool

    @property
    def lines(self) -> int:
        """Variants in all stores together."""
        return sum(one.lines for one in self.pushed)


def market_check(offer: Offer) -> MarketCheck | None:
    """What the look at the offer as it is now found so far; None when there was none, or too long ago."""
    look = MarketLook.objects.filter(
        offer=offer, of=terms_key(offer), began_at__gt=clock.now() - FRESH
    ).first()
    if look is None:
        return None
    rows = MarketPush.objects.across_stores("the market's own offer in all stores").filter(look=look)
    pushed = tuple(
        StorePush(row.store, row.lines) for row in rows.select_related("store").order_by("-lines", "pk")
    )
    return MarketCheck(pushed, look.looked, look.stores, look.judged, look.unknown, look.done_at is not None)


def stores_to_look_at(offer: Offer) -> QuerySet[Store]:
    """The stores it counts in (a draft across stores: all that could join), in the order of their keys."""
    stores = open_stores().filter(currency=offer.currency).order_by("pk")
    if offer.kind == "cross-store" and offer.published_at is not None:
        stores = stores.filter(pk__in=[joining.store_id for joining in joinings_of(offer)])
    return stores


def look_at(offer: Offer, after: int) -> list[tuple[Store, Check]]:
    """The next BATCH stores beyond the key `after`, each with what was found."""
    stores = stores_to_look_at(offer).filter(pk__gt=after)[:BATCH]
    return [(store, check_offer(store, offer, bounds=BOUNDS)) for store in stores]


def terms_key(offer: Offer) -> str:
    """What tells what the offer says now from anything else that a price would look at.

    A forecast's key (`orders.queries.foreseen`) takes in its budget and people too: no price of one basket asks for them.
    """
    said = [
        offer.kind, offer.terms, offer.currency, offer.starts_at, offer.ends_at, offer.claimable, offer.exclusive,
    ]  # fmt: skip
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()
