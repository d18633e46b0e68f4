"""What an offer of a store can be for: the categories and brands it sells, and its variants by their own numbers."""

from __future__ import annotations

from collections.abc import Sequence

from regulars.goods.catalog.models import Brand, Category, Product, Variant
from regulars.goods.catalog.queries import said
from regulars.people.merchants.models import Store

MOST = 100


def categories_sold(store: Store) -> dict[str, str]:
    """Names of the categories of the store's goods, by public id. One query."""
    rows = (
        Category.objects.filter(products__store=store, products__retired_at=None).distinct().order_by("name")
    )
    return {one: said(name, zh) for one, name, zh in rows.values_list("public_id", "name", "name_zh")[:MOST]}


def brands_sold(store: Store) -> dict[str, str]:
    """Names of the brands of the store's goods, by public id. One query."""
    rows = Brand.objects.filter(products__store=store, products__retired_at=None).distinct().order_by("name")
    return {one: said(name, zh) for one, name, zh in rows.values_list("public_id", "name", "name_zh")[:MOST]}


def variants_by_sku(store: Store, skus: Sequence[str]) -> dict[str, str]:
    """Public ids of the store's variants by number; those it does not have are missing. One query."""
    rows = Variant.objects.of(store).filter(sku__in=list(skus), retired_at=None)
    return dict(rows.values_list("sku", "public_id"))


def skus_of(store: Store, variants: Sequence[str]) -> list[str]:
    """The numbers of these variants. One query, none for none."""
    if not variants:
        return []
    rows = Variant.objects.of(store).filter(public_id__in=list(variants)).order_by("sku")
    return list(rows.values_list("sku", flat=True))


def slow_sellers(store: Store, most: int = 5) -> tuple[str, ...]:
    """Public ids of the goods on sale and in stock that sold least, the oldest of them first. One query."""
    rows = Product.objects.of(store).filter(
        published_at__isnull=False, retired_at=None, variants__stock__on_hand__gt=0, variants__retired_at=None
    )
    return tuple(
        rows.distinct().order_by("sold_count", "published_at").values_list("public_id", flat=True)[:most]
    )
