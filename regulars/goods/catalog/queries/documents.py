"""What the search index reads of products, many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from regulars.goods.catalog.models import Brand, Product
from regulars.goods.catalog.queries.cards import for_shoppers
from regulars.people.merchants.models import Store


@dataclass(frozen=True, slots=True)
class ProductWords:
    """A visible product's words and what it is filtered and sorted by."""

    pk: int
    store_id: int
    category_ids: tuple[int, ...]
    titles: tuple[str, str]
    others: tuple[str, ...]
    from_minor: int
    sold_count: int
    published_at: int


def product_words(keys: Sequence[int]) -> list[ProductWords]:
    """Words of those of these products that shoppers may see; two questions."""
    rows = for_shoppers().filter(pk__in=list(keys)).select_related("store", "category", "brand")
    return [_words(row) for row in rows.defer("description", "description_zh")]


def _words(row: Product) -> ProductWords:
    brand = (row.brand.name, row.brand.name_zh) if row.brand else ()
    return ProductWords(
        pk=row.pk,
        store_id=row.store_id,
        category_ids=tuple(int(key) for key in row.category.path.split("/") if key),
        titles=(row.title, row.title_zh),
        others=(
            row.store.name, row.store.name_zh, row.category.name, row.category.name_zh, *brand,
            *(str(value) for value in (*row.attributes.values(), *row.attributes_zh.values())),
        ),
        from_minor=row.from_minor,
        sold_count=row.sold_count,
        published_at=int(row.published_at.timestamp()),
    )  # fmt: skip


def product_keys(*, after: int = 0, limit: int = 1000, store_id: int | None = None) -> list[int]:
    """Keys of all products, hidden ones too, in order, after a key; perhaps of one store."""
    rows = Product.objects.across_stores("the index covers the market").filter(pk__gt=after)
    rows = rows.filter(store_id=store_id) if store_id is not None else rows
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def keys_of(public_ids: Sequence[str]) -> list[int]:
    """Keys of products by public id."""
    rows = Product.objects.across_stores("the index covers the market")
    return list(rows.filter(public_id__in=list(public_ids)).values_list("pk", flat=True))


def proper_names() -> list[str]:
    """Names of stores and brands, many of which no dictionary knows."""
    stores = Store.objects.filter(closed_at=None).values_list("name", "name_zh")
    brands = Brand.objects.filter(retired_at=None).values_list("name", "name_zh")
    return [name for pair in (*stores, *brands) for name in pair if name]


def traits_of(public_ids: Iterable[str]) -> dict[str, tuple[int, int, int | None, int]]:
    """Key, store, brand and category of products, by public id."""
    wanted = list(public_ids)
    found: dict[str, tuple[int, int, int | None, int]] = {}
    for start in range(0, len(wanted), 500):
        rows = Product.objects.across_stores("lists hold goods of many stores")
        part = rows.filter(public_id__in=wanted[start : start + 500])
        for name, key, store, brand, category in part.values_list(
            "public_id", "pk", "store_id", "brand_id", "category_id"
        ):
            found[name] = (key, store, brand, category)
    return found


def titles_by_id(public_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Titles of products of any store, as (title, Chinese title), by public id."""
    rows = Product.objects.across_stores("lists hold goods of many stores").filter(
        public_id__in=set(public_ids)
    )
    return {
        name: (title, title_zh)
        for name, title, title_zh in rows.values_list("public_id", "title", "title_zh")
    }
