"""How many are left, and the variants behind keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from regulars.goods.catalog.models import Stock, StockHold, StockMove, Variant
from regulars.ground.kit import clock
from regulars.ground.kit.statements import statement
from regulars.people.merchants.models import Store


def left_of(variant_ids: Iterable[int]) -> dict[int, int]:
    """Pieces free now by variant key: on hand, less held, plus holds whose time is over. One question."""
    keys = list(variant_ids)
    found = {row.variant_id: row.left for row in _stocks_of(keys, clock.now())}
    return {key: found.get(key, 0) for key in keys}


def all_sold(variant: str) -> bool:
    """Whether a variant (public id) has nothing on hand, held or free: the quick answer in a rush."""
    return any(on_hand <= 0 for on_hand in _on_hand(variant))


@statement
def _on_hand(variant: str) -> QuerySet[Stock, int]:
    return Stock.objects.filter(variant__public_id=variant).values_list("on_hand", flat=True)


@statement
def _stocks_of(variants: Sequence[int], now: datetime) -> QuerySet[Any, Any]:
    return stocks(now).filter(variant_id__in=variants)


def stocks(now: datetime | None = None) -> QuerySet[Any]:
    """Stock rows with `left`, the pieces free now."""
    over = StockHold.objects.filter(variant=OuterRef("pk"), ended_at=None, until__lte=now or clock.now())
    freed = over.order_by().values("variant").annotate(sum=Sum("quantity")).values("sum")
    expired = Coalesce(Subquery(freed, output_field=IntegerField()), 0)
    return Stock.objects.annotate(left=F("on_hand") - F("held") + expired)


def variants_by_key(keys: Iterable[int]) -> dict[int, Variant]:
    """Variants with product and store, whether or not they may be bought."""
    return {row.pk: row for row in _variants().filter(pk__in=list(keys))}


def variant_keys(store_ids: Iterable[int]) -> dict[tuple[int, str], int]:
    """(store key, SKU) -> variant key, for imports."""
    rows = _variants().filter(store_id__in=list(store_ids))
    return {(store, sku): key for store, sku, key in rows.values_list("store_id", "sku", "pk")}


def moves_of(store: Store, variant_public_id: str) -> QuerySet[StockMove]:
    """The variant's stock moves, newest first."""
    return StockMove.objects.filter(
        variant__in=Variant.objects.of(store).filter(public_id=variant_public_id)
    ).order_by("-id")


def _variants() -> QuerySet[Variant]:
    owned = Variant.objects.across_stores("baskets hold variants of many stores")
    return owned.select_related("product", "store")
