"""What a service plan promises, and what is wrong with one that cannot be sold."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

STARTS = ("delivery", "confirmation")
WAYS = ("send-in", "at-shop", "at-home")
MOST_DAYS = 1095
MOST_CLAIMS = 99
MOST_MINOR = 10**11
BASE = 10_000

Start = Literal["delivery", "confirmation"]


class BadPlan(ValueError):
    """A plan that nobody could keep; `field` names what is wrong with it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of a plan. Either `price_minor` or `share_bp` (of the product's price, in basis points).

    `products` and `categories` are public ids; both empty: everything the store sells. `claims` is how often it can
    be claimed, `gap_days` how many days lie between two claims; `claim_cost_minor` is what one costs the store (None:
    not known), which shoppers do not see. `answer_days` and `fulfil_days` are what the store
    promises. A contract keeps the version it was sold with.
    """

    title: str
    title_zh: str = ""
    covered: str = ""
    covered_zh: str = ""
    terms: str = ""
    terms_zh: str = ""
    products: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    price_minor: int | None = None
    share_bp: int | None = None
    days: int = 180
    starts: str = "delivery"
    claims: int = 1
    gap_days: int = 0
    ways: tuple[str, ...] = ("send-in",)
    answer_days: int = 2
    fulfil_days: int = 10
    claim_cost_minor: int | None = None

    def __post_init__(self) -> None:
        for field, good in (
            ("title", bool(self.title)),
            ("covered", bool(self.covered)),
            ("price_minor", (self.price_minor is None) != (self.share_bp is None)),
            ("price_minor", self.price_minor is None or 0 < self.price_minor <= MOST_MINOR),
            ("share_bp", self.share_bp is None or 0 < self.share_bp <= BASE),
            ("days", 1 <= self.days <= MOST_DAYS),
            ("starts", self.starts in STARTS),
            ("claims", 1 <= self.claims <= MOST_CLAIMS),
            ("gap_days", 0 <= self.gap_days < self.days),
            ("ways", bool(self.ways) and set(self.ways) <= set(WAYS)),
            ("answer_days", 1 <= self.answer_days <= 30),
            ("fulfil_days", 1 <= self.fulfil_days <= 90),
            ("claim_cost_minor", self.claim_cost_minor is None or 0 <= self.claim_cost_minor <= MOST_MINOR),
        ):
            if not good:
                raise BadPlan(field)

    def as_json(self) -> dict[str, Any]:
        """Plain values, for a JSON column."""
        values = {
            name: list(each) if isinstance(each, tuple) else each for name, each in asdict(self).items()
        }
        if self.claim_cost_minor is None:
            del values["claim_cost_minor"]
        return values

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Definition:
        """Read `as_json` back."""
        values: dict[str, Any] = {
            name: tuple(each) if isinstance(each, list) else each for name, each in body.items()
        }
        return cls(**values)

    @property
    def cost_minor(self) -> int | None:
        """What it costs the store when every claim is made, in minor units; None: not known."""
        return None if self.claim_cost_minor is None else self.claim_cost_minor * self.claims

    def goes_with(self, product: str, categories: Collection[str]) -> bool:
        """Whether it can be sold with a product (public id) in `categories` (its own and those above)."""
        if not self.products and not self.categories:
            return True
        return product in self.products or not set(self.categories).isdisjoint(categories)

    def price_of(self, unit_minor: int) -> int:
        """What the plan costs with one piece at `unit_minor` (list price). A share is rounded down, to at least 1."""
        if self.price_minor is not None:
            return self.price_minor
        return max(1, unit_minor * (self.share_bp or 0) // BASE)
