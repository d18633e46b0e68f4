"""What a store takes along of lists: where its goods and itself stand."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.discovery.lists.models import ListEntry
from regulars.ground.kit.exports import CHUNK, goes_along
from regulars.people.merchants.models import Store


@goes_along(
    "places_in_lists", "list.slug list.title product.public_id position why why_zh added_at", ListEntry
)
def _places(store: Store) -> Iterator[ListEntry]:
    rows = ListEntry.objects.of(store).filter(list__dropped_at=None).select_related("list", "product")
    return rows.order_by("pk").iterator(CHUNK)
