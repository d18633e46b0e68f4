"""What imported orders sold, counted with the products."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import F
from django.db.models.functions import Greatest

from regulars.goods.catalog.models import Product
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor

BATCH = 1000


@action("catalog.record_sales", audit=False)
def record_sales(*, by: Actor, counts: Mapping[int, int]) -> None:
    """Add units sold (negative: taken back) to products by key. No stock moves. Needs market.catalog."""
    by.require("market.catalog")
    same: dict[int, list[int]] = {}
    for key, units in counts.items():
        if units:
            same.setdefault(units, []).append(key)
    for units, keys in same.items():
        for start in range(0, len(keys), BATCH):
            rows = Product.objects.across_stores("counting what an import sold")
            rows.filter(pk__in=keys[start : start + BATCH]).update(
                sold_count=Greatest(F("sold_count") + units, 0)
            )
