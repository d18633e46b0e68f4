"""What the town is made of. Money is in minor units (fen), dates are local to the market."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Text(NamedTuple):
    """The same words in English and in Simplified Chinese."""

    en: str
    zh: str

    def filled(self, **words: "Text") -> "Text":
        """This text with every `{name}` replaced by the word of the same language."""
        return Text(
            self.en.format(**{key: word.en for key, word in words.items()}),
            self.zh.format(**{key: word.zh for key, word in words.items()}),
        )


@dataclass(frozen=True, slots=True)
class Festival:
    """One campaign of the market: `ends_on` is its last day."""

    key: str
    name: Text
    story: Text
    starts_on: date
    ends_on: date
    lift: float
    lead: str


@dataclass(frozen=True, slots=True)
class Market:
    """The market itself."""

    name: Text
    tagline: Text
    currency: str
    timezone: str
    locales: tuple[str, ...]
    password: str
    festival: Festival


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf; roots have no parent, products stand on leaves."""

    key: str
    parent: str | None
    name: Text


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand and the store that brought it to town."""

    key: str
    store: str
    name: Text


@dataclass(frozen=True, slots=True)
class Store:
    """A store with its character, and the numbers its habits follow from."""

    key: str
    name: Text
    owner: str
    owner_name: Text
    city: str
    tone: Text
    story: Text
    home: str
    color: str
    logo_seed: int
    themes: tuple[float, ...]
    audience: tuple[int, int, int, int]
    traffic: float
    loyalty: float
    cycle_days: int
    season: str
    queries: tuple[Text, ...]
    opened_on: date


@dataclass(frozen=True, slots=True)
class Picture:
    """What to draw: a kind of thing, a seed and a leading colour (hex)."""

    kind: str
    seed: int
    color: str


@dataclass(frozen=True, slots=True)
class Option:
    """A choice a buyer makes, such as a size."""

    name: Text
    values: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """What is bought. `chosen` has one value per option of the product, in order."""

    key: str
    product: str
    sku: str
    chosen: tuple[Text, ...]
    price_minor: int
    compare_minor: int | None
    cost_minor: int
    stock: int


@dataclass(frozen=True, slots=True)
class Product:
    """A product of one store; `popularity` is relative within the store."""

    key: str
    store: str
    category: str
    brand: str
    name: Text
    description: Text
    attributes: tuple[tuple[Text, Text], ...]
    options: tuple[Option, ...]
    variants: tuple[Variant, ...]
    pictures: tuple[Picture, ...]
    tags: tuple[str, ...]
    season: str
    listed_on: date
    popularity: float


@dataclass(frozen=True, slots=True)
class Address:
    """A made-up address in a real city."""

    name: Text
    phone: str
    province: Text
    city: Text
    district: Text
    street: Text


@dataclass(frozen=True, slots=True)
class Person:
    """A shopper. `tastes` are weights over the town's themes which add up to one."""

    key: str
    name: Text
    email: str
    phone: str
    born_on: date
    decade: int
    locale: str
    city: str
    address: Address
    tastes: tuple[float, ...]
    price_level: float
    favourite_hour: float
    device: str
    activity: float
    propensity: float
    source: str
    joined_on: date
    consents: bool
    guest: bool


@dataclass(frozen=True, slots=True)
class Staffer:
    """Somebody who works here: `owner`, `reception`, `operator` or `operator-read-only`."""

    key: str
    name: Text
    email: str
    role: str
    store: str | None


@dataclass(frozen=True, slots=True)
class Goods:
    """The shelves: everything by key, and the products of each store in order."""

    categories: Mapping[str, Category]
    brands: Mapping[str, Brand]
    products: Mapping[str, Product]
    variants: Mapping[str, Variant]
    by_store: Mapping[str, tuple[Product, ...]]
