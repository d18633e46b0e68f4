"""What a product's words, options and prices may be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, NotRequired, TypedDict

MAX_MINOR = 10**12
MAX_STOCK = 10_000_000
MAX_VARIANTS = 100
MAX_PICTURES = 12
SORTS = {"popular": "-sold_count", "newest": "-published_at", "price": "from_minor", "-price": "-from_minor"}


class VariantInput(TypedDict):
    """One buyable form as a form or an API sends it."""

    price_minor: int
    sku: NotRequired[str]
    options: NotRequired[dict[str, str]]
    options_zh: NotRequired[dict[str, str]]
    compare_minor: NotRequired[int | None]
    cost_minor: NotRequired[int | None]
    on_hand: NotRequired[int]


@dataclass(frozen=True, slots=True)
class VariantRow:
    """One variant of an imported product. Prices in minor units; `prices` are earlier ones, oldest first."""

    sku: str
    price_minor: int
    on_hand: int = 0
    options: dict[str, str] = field(default_factory=dict)
    options_zh: dict[str, str] = field(default_factory=dict)
    compare_minor: int | None = None
    cost_minor: int | None = None
    prices: tuple[tuple[datetime, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PriceRange:
    """Prices a list is narrowed to, both ends included, in minor units of `currency`; None is no limit."""

    currency: str
    low_minor: int | None = None
    high_minor: int | None = None


class PictureKey(NamedTuple):
    """A stored picture: its key and its public id."""

    pk: int
    public_id: str


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One imported product; `external_ref` is its key within the store."""

    store_id: int
    category_id: int
    external_ref: str
    title: str
    currency: str
    variants: tuple[VariantRow, ...]
    title_zh: str = ""
    description: str = ""
    description_zh: str = ""
    brand_id: int | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    attributes_zh: dict[str, str] = field(default_factory=dict)
    sold_count: int = 0
    created_at: datetime | None = None
    published_at: datetime | None = None
    pictures: tuple[PictureKey, ...] = ()


def slug(name: str, taken: Collection[str]) -> str:
    """An address for a category or brand: Latin letters and digits, made unique by a number."""
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "x"
    number, found = 1, stem
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found


def options_match(options: Mapping[str, str], options_zh: Mapping[str, str]) -> bool:
    """Whether options in Chinese say each option once, in the same order; none at all is fine."""
    return not options_zh or len(options_zh) == len(options)


def price_ok(price_minor: object) -> bool:
    """Whether a price is a whole number of minor units from 0 to MAX_MINOR."""
    return type(price_minor) is int and 0 <= price_minor <= MAX_MINOR


def compare_ok(price_minor: int, compare_minor: int | None) -> bool:
    """A struck-out price must be higher than the price, or be left out."""
    return compare_minor is None or (price_ok(compare_minor) and compare_minor > price_minor)


def stock_ok(on_hand: object) -> bool:
    """Whether a stock level is a whole number from 0 to MAX_STOCK."""
    return type(on_hand) is int and 0 <= on_hand <= MAX_STOCK


def sku_for(number: int, taken: Iterable[str]) -> str:
    """A stock-keeping unit for a variant that was given none."""
    known = set(taken)
    while f"SKU-{number}" in known:
        number += 1
    return f"SKU-{number}"
