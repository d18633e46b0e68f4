"""What a store's goods cost, as a whole."""

from __future__ import annotations

from collections.abc import Iterable

from regulars.goods.catalog.models import Product, Variant
from regulars.people.merchants.models import Store

FEWEST = 4


def price_quartiles(store: Store) -> tuple[int, int] | None:
    """Lower and upper quartile (nearest rank) of the prices of all that is on sale, in minor units.

    None for fewer than FEWEST prices. Three queries.
    """
    rows = Variant.objects.of(store).filter(
        retired_at=None,
        product__retired_at=None,
        product__published_at__isnull=False,
        product__currency=store.currency,
    )
    prices, many = rows.order_by("price_minor", "pk").values_list("price_minor", flat=True), rows.count()
    if many < FEWEST:
        return None
    return prices[_place(many, 1)], prices[_place(many, 3)]


def _place(many: int, quarter: int) -> int:
    return -(-many * quarter // 4) - 1


def titles_of(store: Store, products: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Titles in both languages of the store's own among these products, by public id. One query."""
    rows = Product.objects.of(store).filter(public_id__in=list(products))
    return {
        key: (title, title_zh) for key, title, title_zh in rows.values_list("public_id", "title", "title_zh")
    }
