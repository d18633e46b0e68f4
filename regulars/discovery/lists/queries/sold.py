"""What recipes look at: goods and stores with what was sold of late; a few questions for the whole market."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.db.models import Count, Q, Sum

from regulars.discovery.lists.rules import Good, Shop
from regulars.goods.catalog.models import Category, Product
from regulars.goods.catalog.queries import for_shoppers
from regulars.people.merchants.queries import market, open_stores
from regulars.trade.orders.models import Order, OrderLine

MOST = 20_000
WEEK = timedelta(days=7)
LOYAL = timedelta(days=90)


def goods(now: datetime, category: Category | None = None, most_minor: int | None = None) -> list[Good]:
    """Products for shoppers, the most sold first, at most MOST; of a category and up to a price where asked."""
    rows = for_shoppers()
    if category is not None:
        rows = rows.filter(category__path__startswith=category.path)
    if most_minor is not None:
        rows = rows.filter(from_minor__lte=most_minor, currency=market().currency)
    lately, earlier = pieces(now - WEEK, now), pieces(now - 2 * WEEK, now - WEEK)
    return [
        _good(row, lately, earlier)
        for row in rows.select_related("category").order_by("-sold_count", "-id")[:MOST]
    ]


def _good(row: Product, lately: Counter[int], earlier: Counter[int]) -> Good:
    words = (row.title, row.title_zh, row.category.name, row.category.name_zh)
    return Good(
        row.pk, row.store_id, row.from_minor, row.published_at, row.sold_count, lately[row.pk], earlier[row.pk],
        " ".join(words).lower(),
    )  # fmt: skip


def pieces(since: datetime, until: datetime) -> Counter[int]:
    """Pieces paid for between two moments and not sent back, by product."""
    rows = (
        OrderLine.objects.filter(order__paid_at__gte=since, order__paid_at__lt=until)
        .values_list("product_id")
        .annotate(many=Sum("quantity"), back=Sum("returned_quantity"))
    )
    return Counter({product: many - back for product, many, back in rows})


def shops(now: datetime) -> list[Shop]:
    """Open stores with what they sold and who came again in the last 90 days."""
    people = (
        Order.objects.across_stores("lists compare stores")
        .filter(paid_at__gte=now - LOYAL, paid_at__lt=now)
        .values("store_id", "person_id")
        .annotate(orders=Count("pk"))
        .values_list("store_id", "orders")
    )
    buyers, again = Counter[int](), Counter[int]()
    for store, orders in people:
        buyers[store] += 1
        again[store] += orders > 1
    shown = Q(products__published_at__isnull=False, products__retired_at=None)
    rows = open_stores().annotate(
        sold=Sum("products__sold_count", filter=shown), goods=Count("products", filter=shown)
    )
    return [
        Shop(row.pk, row.opened_at, row.sold or 0, buyers[row.pk], again[row.pk], row.goods)
        for row in rows.order_by("pk")
    ]
