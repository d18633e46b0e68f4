"""Pins that stand or will stand."""

from __future__ import annotations

from django.core.cache import cache
from django.db.models import QuerySet

from regulars.discovery.ranking.models import Pinned
from regulars.discovery.ranking.rules import Candidate, Pin
from regulars.goods.catalog.queries import for_shoppers
from regulars.ground.kit import clock

SECONDS = 30


def standing(spot: str = "") -> QuerySet[Pinned]:
    """Pins that are not over, of one spot or of all, in the order they begin."""
    rows = Pinned.objects.filter(ended_at=None, until__gt=clock.now()).select_related("product__store")
    return (rows.filter(spot=spot) if spot else rows).order_by("since", "pk")


def stamp() -> str:
    """Something that changes when pins do: their ids."""
    return " ".join(standing().values_list("public_id", flat=True))


def as_pins() -> tuple[Pin, ...]:
    """The pins as the rules read them."""
    return tuple(Pin(row.product_id, row.spot, row.place, row.since, row.until) for row in standing())


def pinned_candidate(product: int) -> Candidate | None:
    """A pinned product (key) as a candidate; None while shoppers may not see it. Asked every half minute."""
    key = f"ranking.pinned:{product}"
    found: tuple[int, int | None, int] | None = cache.get(key)
    if found is None:
        rows = for_shoppers().filter(pk=product).values_list("store_id", "brand_id", "category_id")
        found = rows.first() or (0, None, 0)
        cache.set(key, found, SECONDS)
    return Candidate(product, 0.0, *found, source="pin") if found[0] else None
