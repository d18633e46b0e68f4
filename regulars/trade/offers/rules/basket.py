"""What the shopper wants to buy, and what is known about the shopper when the price is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from . import checks


@dataclass(frozen=True, slots=True)
class Line:
    """One variant in the basket at its list price; `category_ids` includes the ancestors.

    `alone` names the only offer that may touch the line: others do not see it, thresholds included.
    """

    line_id: str
    store_id: str
    product_id: str
    variant_id: str
    unit_minor: int
    quantity: int
    currency: str
    category_ids: tuple[str, ...] = ()
    brand_id: str | None = None
    alone: str = ""

    def __post_init__(self) -> None:
        for name in ("line_id", "store_id", "product_id", "variant_id"):
            checks.ident(name, getattr(self, name))
        if self.store_id == checks.MARKET:
            raise ValueError(f"{checks.MARKET!r} cannot be the id of a store")
        checks.money("unit_minor", self.unit_minor)
        checks.whole("quantity", self.quantity, 1, checks.LARGEST_QUANTITY)
        checks.money("the amount of the line", self.unit_minor * self.quantity)
        checks.currency("currency", self.currency)

    @property
    def list_minor(self) -> int:
        """List amount of the line in minor units: unit price times quantity."""
        return self.unit_minor * self.quantity


@dataclass(frozen=True, slots=True)
class Person:
    """Facts about the shopper that offers may ask for; never used for the list price.

    `keys` are the person id and the groups (tiers, segments) the person belongs to; `new_to` are
    stores in which the person has never paid; `held` maps the id of each held claim to its offer.
    """

    keys: frozenset[str] = frozenset()
    new_to: frozenset[str] = frozenset()
    held: Mapping[str, str] = field(default_factory=dict)


NOBODY = Person()


@dataclass(frozen=True, slots=True)
class Basket:
    """Everything priced together. `freight` is the list freight per store in minor units.

    `codes` are the codes typed in. `chosen` are claims picked by hand: with None the best ones are
    found; with a tuple (also an empty one) no other claim is considered.
    """

    currency: str
    lines: tuple[Line, ...]
    freight: Mapping[str, int] = field(default_factory=dict)
    person: Person = NOBODY
    codes: frozenset[str] = frozenset()
    chosen: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        checks.currency("currency", self.currency)
        self._check_lines()
        self._check_freight()
        for claim_id in self.chosen or ():
            if claim_id not in self.person.held:
                raise ValueError(f"the chosen claim {claim_id!r} is not held")

    def _check_lines(self) -> None:
        if not self.lines:
            raise ValueError("a basket needs at least one line")
        for line in self.lines:
            if line.currency != self.currency:
                raise ValueError(
                    f"line {line.line_id!r} is in {line.currency}, the basket in {self.currency}"
                )
        if len({line.line_id for line in self.lines}) != len(self.lines):
            raise ValueError("two lines of the basket have the same line_id")

    def _check_freight(self) -> None:
        if not self.freight:
            return
        stores = {line.store_id for line in self.lines}
        for store_id, minor in self.freight.items():
            checks.money("freight", minor)
            if store_id not in stores:
                raise ValueError(f"freight is given for {store_id!r}, which has no line in the basket")
