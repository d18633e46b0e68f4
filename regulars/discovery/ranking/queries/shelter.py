"""Who is sheltered now."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache

from django.core.cache import cache

from regulars.discovery.ranking.models import Shelter
from regulars.discovery.ranking.queries.editions import current
from regulars.discovery.ranking.rules.sheltering import sheltered
from regulars.ground.kit import clock
from regulars.people.merchants.queries import open_stores
from regulars.trade.orders.queries import sales_by_store

STAMP, SECONDS = "ranking.shelter", 30
SPAN = timedelta(days=28)


def sheltered_stores() -> frozenset[int]:
    """Keys of the small and new stores, as last counted (hourly)."""
    return _keys(_stamp())


def why_sheltered() -> dict[int, str]:
    """`new` or `small` by key of the sheltered stores."""
    return dict(_loaded(_stamp()))


def counted_shelter() -> dict[int, str]:
    """The same counted at this moment, from the sales of `SPAN`: for the clock, and for who cannot wait for it."""
    book, now = current(), clock.now()
    opened = dict(open_stores().values_list("pk", "opened_at"))
    sales = sales_by_store(now - SPAN)
    return sheltered(opened, sales, now, young_days=book.young_days, small_share=book.small_share)


def _stamp() -> str:
    known: str | None = cache.get(STAMP)
    if known is None:
        known = Shelter.objects.order_by("-pk").values_list("public_id", flat=True).first() or ""
        cache.set(STAMP, known, SECONDS)
    return known


@lru_cache(maxsize=2)
def _loaded(shelter_id: str) -> dict[int, str]:
    row = Shelter.objects.filter(public_id=shelter_id).first() if shelter_id else None
    return {int(key): why for key, why in row.stores.items()} if row else {}


@lru_cache(maxsize=2)
def _keys(shelter_id: str) -> frozenset[int]:
    return frozenset(_loaded(shelter_id))
