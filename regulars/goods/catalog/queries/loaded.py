"""What was loaded together with a product, as lists. No question to the database."""

from __future__ import annotations

from regulars.goods.catalog.models import Product, Variant
from regulars.goods.media.models import Picture


def variants_of(product: Product) -> list[Variant]:
    """The variants that `product_of` or `products_of_store` loaded."""
    return list(product.variants.all())


def pictures_in(product: Product) -> list[Picture]:
    """The pictures of the product, the cover first."""
    return [link.picture for link in product.pictures.all()]


def pieces_in(product: Product) -> int:
    """How many pieces of the product are on hand, all its variants together."""
    return sum(row.stock.on_hand for row in product.variants.all())


def free_in(product: Product) -> int:
    """How many of them nobody has ordered: what could be sold now."""
    return sum(row.stock.on_hand - row.stock.held for row in product.variants.all())
