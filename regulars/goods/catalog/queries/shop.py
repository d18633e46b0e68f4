"""What shoppers ask: lists of cards and the page of one product."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from regulars.goods.catalog.models import Category, Product
from regulars.goods.catalog.queries.cards import Card, as_cards, for_shoppers, prepared
from regulars.goods.catalog.queries.shelves import below, said
from regulars.goods.catalog.queries.stock import left_of
from regulars.goods.catalog.rules import SORTS
from regulars.goods.media.queries import PictureUrls, picture_urls
from regulars.ground.kit.pages import Page, page
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.models import Store


@dataclass(frozen=True, slots=True)
class Choice:
    """A variant as a shopper chooses it. `left`: pieces free now."""

    pk: int
    public_id: str
    sku: str
    options: dict[str, str]
    price_minor: int
    compare_minor: int | None
    left: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A product's page: the row (with store, category and brand), words in the reader's language, choices."""

    row: Product
    title: str
    description: str
    choices: list[Choice]
    pictures: list[PictureUrls]

    @property
    def in_stock(self) -> bool:
        """Whether any choice can be bought now."""
        return any(choice.left for choice in self.choices)


def _list(rows: QuerySet[Product], sort: str, cursor: str, size: int) -> Page[Card]:
    by = SORTS.get(sort, SORTS["popular"])
    return page(prepared(rows), by=by, cursor=cursor, size=size).map(as_cards)


def products_in(category: Category, *, sort: str = "popular", cursor: str = "", size: int = 24) -> Page[Card]:
    """The category's products and those of everything below it. `sort` is a key of rules.SORTS."""
    return _list(for_shoppers().filter(category__in=below(category)), sort, cursor, size)


def products_of(
    store: Store, *, sort: str = "newest", category: Category | None = None, cursor: str = "", size: int = 24
) -> Page[Card]:
    """The store's products, perhaps of one category."""
    rows = for_shoppers().filter(store=store)
    return _list(rows.filter(category__in=below(category)) if category else rows, sort, cursor, size)


def popular(limit: int = 12) -> list[Card]:
    """The products sold most."""
    return _list(for_shoppers(), "popular", "", limit).items


def newest(limit: int = 12) -> list[Card]:
    """The products published last."""
    return _list(for_shoppers(), "newest", "", limit).items


def popular_by_store(store_ids: list[int], each: int = 4) -> dict[int, list[Card]]:
    """The products sold most of each of these stores; two questions for each store."""
    return {key: _list(for_shoppers().filter(store_id=key), "popular", "", each).items for key in store_ids}


def product_for_shoppers(public_id: str) -> Shown:
    """A product's page, in four questions. Raises NotFound."""
    rows = for_shoppers().select_related("store", "category", "brand")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    links = found.pictures.select_related("picture")
    return Shown(
        row=found,
        title=said(found.title, found.title_zh),
        description=said(found.description, found.description_zh),
        choices=_choices(found),
        pictures=[picture_urls(link.picture) for link in links],
    )


def _choices(product: Product) -> list[Choice]:
    rows = list(product.variants.filter(retired_at=None).order_by("position", "pk"))
    left = left_of(row.pk for row in rows)
    return [
        Choice(row.pk, row.public_id, row.sku, row.options, row.price_minor, row.compare_minor, left[row.pk])
        for row in rows
    ]
