"""Searching without an index: the database compares letters. Slower and coarser, for the first minutes."""

from __future__ import annotations

from functools import reduce
from operator import and_

from django.db.models import F, Q

from regulars.discovery.search.rules import Filters
from regulars.goods.catalog.queries.cards import for_shoppers, with_stock
from regulars.goods.catalog.rules import SORTS
from regulars.people.merchants.queries import open_stores

MOST = 500
COLUMNS = ("title", "title_zh", "store__name", "store__name_zh", "category__name", "category__name_zh")


def search_plainly(
    asked: list[str], filters: Filters, sort: str, offset: int, limit: int
) -> tuple[list[int], list[int], int]:
    """Product keys, store keys and how many products match (counted up to MOST)."""
    if not asked:
        return [], [], 0
    rows = with_stock(for_shoppers()).filter(_all(asked, COLUMNS), _limits(filters))
    if filters.in_stock:
        rows = rows.filter(Q(in_stock=True))
    keys = list(rows.order_by(SORTS.get(sort, "-sold_count"), "-id").values_list("pk", flat=True)[:MOST])
    stores: list[int] = []
    if not offset and filters == Filters():
        found = open_stores().filter(_all(asked, ("name", "name_zh"))).order_by("name")
        stores = list(found.values_list("pk", flat=True)[:5])
    return keys[offset : offset + limit], stores, len(keys)


def _all(asked: list[str], columns: tuple[str, ...]) -> Q:
    return reduce(and_, (_any(term, columns) for term in asked))


def _any(term: str, columns: tuple[str, ...]) -> Q:
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__icontains": term})
    return found


def _limits(filters: Filters) -> Q:
    found = Q()
    if filters.category_id is not None:
        found &= Q(category__path__contains=f"/{filters.category_id}/")
    if filters.store_id is not None:
        found &= Q(store_id=filters.store_id)
    if filters.from_minor is not None:
        found &= Q(from_minor__gte=filters.from_minor)
    if filters.to_minor is not None:
        found &= Q(from_minor__lte=filters.to_minor)
    if filters.on_offer:
        found &= Q(compare_minor__gt=F("from_minor"))
    return found
