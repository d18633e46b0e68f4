"""Products for the blocks of a page: picked by hand, by a rule, by what an offer covers, the best of each shelf."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from regulars.goods.catalog.models import Category, Product
from regulars.goods.catalog.queries.cards import Card, as_cards, for_shoppers, prepared
from regulars.goods.catalog.queries.saying import said
from regulars.goods.catalog.queries.shelves import Node, category_tree
from regulars.goods.catalog.rules import SORTS, PriceRange


class BrandOnSale(NamedTuple):
    """A brand with goods for shoppers, named in the reader's language: how many there are, and pieces sold of all."""

    pk: int
    slug: str
    name: str
    goods: int
    sold: int


def cards_by_id(public_ids: Sequence[str], *, store_id: int | None = None) -> list[Card]:
    """Cards of these products in this order, perhaps only one store's; those not for shoppers are left out.

    One query, none for no ids.
    """
    if not public_ids:
        return []
    rows = _of_store(for_shoppers().filter(public_id__in=list(public_ids)), store_id)
    found = {card.public_id: card for card in as_cards(prepared(rows))}
    return [found[one] for one in dict.fromkeys(public_ids) if one in found]


def picked(
    *,
    store_id: int | None = None,
    categories: Collection[int] = (),
    prices: PriceRange | None = None,
    reduced: bool = False,
    sort: str = "popular",
    size: int = 12,
) -> list[Card]:
    """At most `size` products that fit: of a store, of categories (keys), within prices, cheaper than before. One query.

    `sort` is a key of rules.SORTS; prices in another currency do not fit.
    """
    rows = _of_store(for_shoppers(), store_id)
    rows = rows.filter(category__in=categories) if categories else rows
    rows = rows.filter(compare_minor__gt=F("from_minor")) if reduced else rows
    return _first(rows.filter(_within(prices)), sort, size)


def _within(prices: PriceRange | None) -> Q:
    if prices is None:
        return Q()
    low = Q() if prices.low_minor is None else Q(to_minor__gte=prices.low_minor)
    high = Q() if prices.high_minor is None else Q(from_minor__lte=prices.high_minor)
    return Q(currency=prices.currency) & low & high


def picked_by_scope(scope: Mapping[str, Any], stores: Collection[int] | None, size: int = 12) -> list[Card]:
    """The best selling products that an offer's scope names, of these stores (None: of all). One query.

    `scope` as offers keep it: `by`, `ids` (public ids), `without_products`, `without_categories`.
    """
    ids, by = list(scope.get("ids", ())), scope.get("by", "all")
    named = {
        "product": Q(public_id__in=ids),
        "variant": Q(variants__public_id__in=ids, variants__retired_at=None),
        "brand": Q(brand__public_id__in=ids),
        "category": Q(category__in=_keys_below(ids)) if by == "category" else Q(),
    }
    rows = for_shoppers().filter(named.get(by, Q()))
    rows = rows.exclude(public_id__in=list(scope.get("without_products", ())))
    if scope.get("without_categories"):
        rows = rows.exclude(category__in=_keys_below(scope["without_categories"]))
    rows = rows if stores is None else rows.filter(store_id__in=list(stores))
    return _first(rows.distinct(), "popular", size)


def best_of_shelves(nodes: Sequence[Node], *, store_id: int | None = None) -> dict[int, Card]:
    """The product sold most of each of these categories with all below, by the category's key. One query."""
    homes = {key: node.pk for node in nodes for key in node.all_keys()}
    shown = prepared(_of_store(for_shoppers().filter(category__in=list(homes)), store_id))
    order = [F("sold_count").desc(), F("pk").desc()]
    rows = shown.annotate(place=Window(RowNumber(), partition_by=F("category_id"), order_by=order))
    best: dict[int, Card] = {}
    for card in as_cards(rows.filter(place=1).order_by("-sold_count", "-pk")):
        best.setdefault(homes[card.category_id], card)
    return best


def brands_on_sale(limit: int = 60) -> list[BrandOnSale]:
    """Brands with goods for shoppers, the most sold first. One query."""
    rows = for_shoppers().filter(brand__isnull=False, brand__retired_at=None).order_by()
    counted = rows.values_list("brand_id", "brand__slug", "brand__name", "brand__name_zh").annotate(
        goods=Count("pk"), sold=Sum("sold_count")
    )
    return [
        BrandOnSale(pk, slug, said(name, name_zh), goods, sold)
        for pk, slug, name, name_zh, goods, sold in counted.order_by("-sold", "brand_id")[:limit]
    ]


def below_key(key: int) -> list[int]:
    """The key of a category and of everything below it, from the tree; only itself when it is not in use."""
    waiting = list(category_tree())
    while waiting:
        node = waiting.pop()
        if node.pk == key:
            return node.all_keys()
        waiting += node.children
    return [key]


def _keys_below(public_ids: Sequence[str]) -> QuerySet[Category, int]:
    named = Category.objects.filter(public_id__in=list(public_ids))
    every = Q(pk=None)
    for path in named.values_list("path", flat=True):
        every |= Q(path__startswith=path)
    return Category.objects.filter(every).values_list("pk", flat=True)


def _of_store(rows: QuerySet[Product], store_id: int | None) -> QuerySet[Product]:
    return rows if store_id is None else rows.filter(store_id=store_id)


def _first(rows: QuerySet[Product], sort: str, size: int) -> list[Card]:
    by = SORTS.get(sort, SORTS["popular"])
    return as_cards(prepared(rows).order_by(by, "-pk")[:size])
