"""Products as documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from regulars.discovery.search.hooks import Document, Kind
from regulars.goods.catalog.queries.documents import ProductWords, product_keys, product_words

NAME = "product"


def _keys(after: int, limit: int) -> list[int]:
    return product_keys(after=after, limit=limit)


def _of_store(store: int, after: int, limit: int) -> list[int]:
    return product_keys(after=after, limit=limit, store_id=store)


def _documents(keys: Sequence[int]) -> Iterator[Document]:
    return map(_document, product_words(keys))


def _document(product: ProductWords) -> Document:
    return Document(
        kind=NAME,
        key=product.pk,
        titles=product.titles,
        others=product.others,
        store=product.store_id,
        categories=product.category_ids,
        price=product.from_minor,
        sold=product.sold_count,
        published=product.published_at,
        in_stock=product.in_stock,
        on_offer=product.on_offer,
    )


PRODUCTS = Kind(NAME, _("Products"), _keys, _documents, of_store=_of_store)
