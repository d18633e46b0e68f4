"""Facts about products. Amounts are minor units of the product's currency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regulars.ground.bus.facts import Fact, public


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ProductPublished(Fact):
    """A product became visible to shoppers."""

    name: ClassVar[str] = "goods.product-published.v1"
    product: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ProductChanged(Fact):
    """A product, its variants or its pictures changed, or it was hidden for a time (`visible`)."""

    name: ClassVar[str] = "goods.product-changed.v1"
    product: str
    visible: bool


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRetired(Fact):
    """A product left for good."""

    name: ClassVar[str] = "goods.product-retired.v1"
    product: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ProductsRecorded(Fact):
    """An import created or changed these products; at most 500 in one fact."""

    name: ClassVar[str] = "goods.products-recorded.v1"
    products: list[str]


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChanged(Fact):
    """A variant's price changed."""

    name: ClassVar[str] = "goods.price-changed.v1"
    product: str
    variant: str
    before_minor: int
    after_minor: int
    currency: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class StockChanged(Fact):
    """A variant went out of stock or came back: `available` says which."""

    name: ClassVar[str] = "goods.stock-changed.v1"
    product: str
    variant: str
    available: bool
