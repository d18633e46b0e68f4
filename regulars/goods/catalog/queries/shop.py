"""Lists of goods as shoppers turn their pages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from regulars.goods.catalog.models import Product, Variant
from regulars.goods.catalog.queries.cards import Card, as_cards, for_shoppers, prepared
from regulars.goods.catalog.rules import SORTS, PriceRange
from regulars.ground.kit import clock
from regulars.ground.kit.pages import Page, page
from regulars.ground.kit.statements import Fixed, statement


def _list(rows: QuerySet[Product], sort: str, cursor: str = "", size: int = 24) -> Page[Card]:
    by = SORTS.get(sort, SORTS["popular"])
    return page(prepared(rows), by=by, cursor=cursor, size=size).map(as_cards)


def _within(rows: QuerySet[Product], prices: PriceRange | None) -> QuerySet[Product]:
    """Prices in another currency cannot be compared and drop out."""
    if prices is None:
        return rows
    rows = rows.filter(currency=prices.currency)
    if prices.low_minor is not None:
        rows = rows.filter(to_minor__gte=prices.low_minor)
    return rows if prices.high_minor is None else rows.filter(from_minor__lte=prices.high_minor)


def products_in(
    categories: Collection[int],
    *,
    prices: PriceRange | None = None,
    sort: str = "popular",
    cursor: str = "",
    size: int = 24,
) -> Page[Card]:
    """The products of these categories (keys). `sort` is a key of rules.SORTS. Raises BadCursor."""
    return _list(_within(for_shoppers().filter(category__in=categories), prices), sort, cursor, size)


def products_of(
    store_id: int,
    *,
    category: str = "",
    prices: PriceRange | None = None,
    sort: str = "newest",
    cursor: str = "",
    size: int = 24,
) -> Page[Card]:
    """The store's products, perhaps of one category (its address). Raises BadCursor."""
    rows = for_shoppers().filter(store_id=store_id)
    return _list(
        _within(rows.filter(category__slug=category) if category else rows, prices), sort, cursor, size
    )


def popular(limit: int = 12, *, store: int | None = None, categories: Collection[int] = ()) -> list[Card]:
    """The products sold most: of a store (key), of categories (keys), or of the whole market."""
    return as_cards(_best(store, list(categories) or None, clock.now(), Fixed(limit)))


@statement
def _best(
    store: int | None, categories: Sequence[int] | None, now: datetime, limit: int
) -> QuerySet[Product, Product]:
    rows = for_shoppers() if store is None else for_shoppers().filter(store_id=store)
    rows = rows if categories is None else rows.filter(category_id__in=categories)
    return prepared(rows, now).order_by("-sold_count", "-id")[:limit]


def newest(limit: int = 12) -> list[Card]:
    """The products published last."""
    return _list(for_shoppers(), "newest", size=limit).items


def newest_of(store_ids: Collection[int], limit: int = 12) -> list[Card]:
    """The products published last in these stores."""
    if not store_ids:
        return []
    return _list(for_shoppers().filter(store_id__in=store_ids), "newest", size=limit).items


def goods_by_store(store_ids: Collection[int], each: int = 4) -> list[Variant]:
    """What can be bought of the products sold most of each of these stores, store by store; one question for all."""
    place = Window(RowNumber(), partition_by=F("store_id"), order_by=[F("sold_count").desc(), F("pk").desc()])
    rows = for_shoppers().filter(store_id__in=store_ids).annotate(place=place).filter(place__lte=each)
    first = Variant.objects.across_stores("what every shopper may see").filter(
        retired_at=None, product__in=rows.values("pk")
    )
    return list(
        first.select_related("product", "store").order_by("store__name", "product_id", "position", "pk")
    )


def popular_by_store(store_ids: Collection[int], each: int = 4) -> dict[int, list[Card]]:
    """The products sold most of each of these stores, by the store's key; one question for all."""
    place = Window(RowNumber(), partition_by=F("store_id"), order_by=[F("sold_count").desc(), F("pk").desc()])
    rows = prepared(for_shoppers().filter(store_id__in=store_ids)).annotate(place=place)
    found: dict[int, list[Card]] = {}
    for card in as_cards(rows.filter(place__lte=each).order_by("place")):
        found.setdefault(card.store_id, []).append(card)
    return found
