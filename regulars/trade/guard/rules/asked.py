"""What the guard is asked: which goods, which offers, between which moments, and how far it looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from regulars.trade.offers.rules import Line, OfferTerms

ELSEWHERE = "elsewhere"
TARGET, FILLER, OTHERS = "1", "2", "3"
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Good:
    """A variant on sale. `floor_minor`: what must be left of one piece after commission; None: not known.

    Amounts are minor units of the store's currency, `commission_bp` basis points of what the store gets.
    What a drop, a presale, a draw or a service plan sells is a good of its own: `promise` is its public id, `spans`
    when it can be ordered, `most` how many pieces an order takes. `alone`: no offer but its own touches it.
    `service`: only offers that name it do; it is ordered with at least as many pieces of one of `needs` (variants).
    """

    variant_id: str
    product_id: str
    unit_minor: int
    floor_minor: int | None = None
    commission_bp: int = 0
    category_ids: tuple[str, ...] = ()
    brand_id: str | None = None
    promise: str = ""
    spans: tuple[Span, ...] | None = None
    most: int | None = None
    alone: bool = False
    service: bool = False
    needs: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """Its name among the targets: of the shelf the variant id, else who promised it, what, and for how much."""
        return f"{self.promise}:{self.variant_id}:{self.unit_minor}" if self.promise else self.variant_id

    def beside(self, other: Good) -> bool:
        """Whether `other` may lie in one basket with it: one promise at a time, and one line of a variant."""
        if self.variant_id == other.variant_id or (self.promise and other.promise) or other.service:
            return False
        return not self.needs or other.variant_id in self.needs

    def line(self, line_id: str, store_id: str, currency: str, quantity: int) -> Line:
        """So many pieces of it as a line of a basket."""
        return Line(
            line_id,
            store_id,
            self.product_id,
            self.variant_id,
            self.unit_minor,
            quantity,
            currency,
            self.category_ids,
            self.brand_id,
            self.promise if self.alone else "",
            self.service,
        )


@dataclass(frozen=True, slots=True)
class Watched:
    """An offer that counts in its `spans` ([start, end), in order; None: from its start to its end).

    `personal`: only some people can use it and nobody must (meant for them, a ticket in hand, points).
    `promise`: it looks at what this promise sells and at nothing else.
    """

    terms: OfferTerms
    personal: bool = False
    spans: tuple[Span, ...] | None = None
    promise: str = ""

    @property
    def optional(self) -> bool:
        """Whether one shopper may have it and another not, by their own doing."""
        return self.personal or self.terms.needs_claim or self.terms.code is not None

    @property
    def carries(self) -> bool:
        """Whether stores pay at least a part of it."""
        return self.terms.carried_by_store_bp > 0


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far the search goes: pieces of the product, and pieces of one other product beside it."""

    most_pieces: int = 10
    most_filler: int = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """The question. `goods` are everything on sale in the store, `targets` (their keys) those that are judged.

    `elsewhere`: goods of other stores may lie in the basket too, for offers across stores.
    """

    store_id: str
    currency: str
    goods: tuple[Good, ...]
    targets: frozenset[str]
    offers: tuple[Watched, ...]
    since: datetime
    until: datetime
    freight_minor: int = 0
    free_from_minor: int | None = None
    elsewhere: bool = False
    bounds: Bounds = field(default_factory=Bounds)

    def freight(self, lines: tuple[Line, ...]) -> Mapping[str, int]:
        """The store's freight for these lines, as orders count it."""
        mine = (line for line in lines if line.store_id == self.store_id and not line.service)
        goods = sum(line.list_minor for line in mine)
        free = self.free_from_minor is not None and goods >= self.free_from_minor
        return {self.store_id: 0 if free else self.freight_minor}
