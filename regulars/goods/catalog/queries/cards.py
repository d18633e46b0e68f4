"""Products as cards: what a list shows of them, in one question whatever the length."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from regulars.goods.catalog.models import Product, StockHold, Variant
from regulars.goods.catalog.queries.saying import said
from regulars.ground.kit import clock
from regulars.ground.kit.statements import statement
from regulars.people.merchants.queries import open_stores


@dataclass(frozen=True, slots=True)
class Card:
    """A product in a list. Words are in the reader's language, amounts in minor units of `currency`.

    `cover` names a picture: a page asks for the addresses of all its pictures at once.
    """

    pk: int
    public_id: str
    title: str
    store_id: int
    store_public_id: str
    store_slug: str
    store_name: str
    category_id: int
    from_minor: int
    to_minor: int
    compare_minor: int | None
    currency: str
    in_stock: bool
    sold_count: int
    cover: str


def for_shoppers() -> QuerySet[Product]:
    """Published products of open stores."""
    products = Product.objects.across_stores("what every shopper may see")
    shown = products.filter(published_at__isnull=False, retired_at=None)
    return shown.filter(store__in=open_stores())


def with_stock(rows: QuerySet[Product], now: datetime | None = None) -> QuerySet[Product]:
    """Adds `in_stock`: some variant has a piece that is free, or held by a hold whose time is over."""
    variants = Variant.objects.across_stores("stock of products asked for").filter(
        product=OuterRef("pk"), retired_at=None
    )
    over = StockHold.objects.filter(variant=OuterRef("pk"), ended_at=None, until__lte=now or clock.now())
    free = variants.filter(Q(stock__on_hand__gt=F("stock__held")) | Exists(over))
    return rows.annotate(in_stock=Exists(free))


def cards(ids: Sequence[int]) -> list[Card]:
    """Cards of these products (keys) in this order; those not for shoppers are left out."""
    found = {card.pk: card for card in as_cards(_named(list(ids), clock.now()))}
    return [found[key] for key in ids if key in found]


@statement
def _named(keys: Sequence[int], now: datetime) -> QuerySet[Product, Product]:
    return prepared(for_shoppers().filter(pk__in=keys), now)


def prepared(rows: QuerySet[Product], now: datetime | None = None) -> QuerySet[Product]:
    """The rows with what a card needs."""
    return with_stock(rows, now).select_related("store").defer("description", "description_zh")


def as_cards(rows: Iterable[Product]) -> list[Card]:
    """Cards of rows that went through `prepared`."""
    return [_card(row) for row in rows]


def _card(row: Product) -> Card:
    return Card(
        pk=row.pk,
        public_id=row.public_id,
        title=said(row.title, row.title_zh),
        store_id=row.store_id,
        store_public_id=row.store.public_id,
        store_slug=row.store.slug,
        store_name=said(row.store.name, row.store.name_zh),
        category_id=row.category_id,
        from_minor=row.from_minor,
        to_minor=row.to_minor,
        compare_minor=row.compare_minor,
        currency=row.currency,
        in_stock=bool(row.in_stock),  # type: ignore[attr-defined]
        sold_count=row.sold_count,
        cover=row.cover,
    )
