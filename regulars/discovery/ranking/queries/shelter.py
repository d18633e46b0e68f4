"""Who is sheltered now."""

from __future__ import annotations

from functools import lru_cache

from django.core.cache import cache

from regulars.discovery.ranking.models import Shelter

STAMP, SECONDS = "ranking.shelter", 30


def sheltered_stores() -> frozenset[int]:
    """Keys of the small and new stores, as last counted (hourly)."""
    return _keys(_stamp())


def why_sheltered() -> dict[int, str]:
    """`new` or `small` by key of the sheltered stores."""
    return dict(_loaded(_stamp()))


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
