"""The page of one product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet

from regulars.goods.catalog.models import Brand, Product, ProductPicture, Variant
from regulars.goods.catalog.queries.cards import for_shoppers
from regulars.goods.catalog.queries.saying import said, said_pairs
from regulars.goods.catalog.queries.stock import left_of
from regulars.goods.media.queries import PictureUrls, picture_urls
from regulars.ground.kit.refusals import NotFound
from regulars.ground.kit.statements import statement
from regulars.people.merchants.models import Store


@dataclass(frozen=True, slots=True)
class Choice:
    """A variant as a shopper chooses it, in the reader's language. `left`: pieces free now."""

    pk: int
    public_id: str
    sku: str
    options: dict[str, str]
    price_minor: int
    compare_minor: int | None
    left: int


class Sign(NamedTuple):
    """A category or brand: what it is called by machines, in an address, and by the reader."""

    public_id: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A product's page. Words are in the reader's language, amounts in minor units of `currency`."""

    pk: int
    public_id: str
    title: str
    description: str
    attributes: dict[str, str]
    currency: str
    sold_count: int
    store: Store
    category: Sign
    brand: Sign | None
    choices: list[Choice]
    pictures: list[PictureUrls]
    category_path: str = ""

    @property
    def in_stock(self) -> bool:
        """Whether any choice can be bought now."""
        return any(choice.left for choice in self.choices)


def product_for_shoppers(public_id: str) -> Shown:
    """A product's page, in four questions. Raises NotFound."""
    found = _product.first(public_id)
    if found is None:
        raise NotFound()
    return Shown(
        pk=found.pk,
        public_id=found.public_id,
        title=said(found.title, found.title_zh),
        description=said(found.description, found.description_zh),
        attributes=said_pairs(found.attributes, found.attributes_zh),
        currency=found.currency,
        sold_count=found.sold_count,
        store=found.store,
        category=Sign(
            found.category.public_id, found.category.slug, said(found.category.name, found.category.name_zh)
        ),
        brand=_brand(found.brand),
        choices=_choices(found),
        pictures=[picture_urls(link.picture) for link in _pictures(found.pk)],
        category_path=found.category.path,
    )


@statement
def _product(public_id: str) -> QuerySet[Product, Product]:
    return for_shoppers().filter(public_id=public_id).select_related("store", "category", "brand")


@statement
def _pictures(product: int) -> QuerySet[ProductPicture, ProductPicture]:
    return ProductPicture.objects.filter(product=product).select_related("picture")


@statement
def _variants(product: int) -> QuerySet[Variant, Variant]:
    everywhere = Variant.objects.across_stores("the choices of a product that may be seen")
    return everywhere.filter(product=product, retired_at=None).order_by("position", "pk")


def _brand(row: Brand | None) -> Sign | None:
    return None if row is None else Sign(row.public_id, row.slug, said(row.name, row.name_zh))


def _choices(product: Product) -> list[Choice]:
    rows = _variants(product.pk)
    left = left_of(row.pk for row in rows)
    return [
        Choice(
            pk=row.pk,
            public_id=row.public_id,
            sku=row.sku,
            options=said_pairs(row.options, row.options_zh),
            price_minor=row.price_minor,
            compare_minor=row.compare_minor,
            left=left[row.pk],
        )
        for row in rows
    ]
