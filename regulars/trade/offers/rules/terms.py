"""The terms of an offer, as the price needs them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from . import checks
from .basket import Line
from .steps import KINDS, RANK, STEP, Kind


@dataclass(frozen=True, slots=True)
class Scope:
    """Which goods an offer covers: all, or those whose `by` is among `ids`; never those in `without`."""

    by: Literal["all", "category", "product", "variant", "brand"] = "all"
    ids: frozenset[str] = frozenset()
    without_products: frozenset[str] = frozenset()
    without_categories: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.by not in ("all", "category", "product", "variant", "brand"):
            raise ValueError(f"a scope cannot go by {self.by!r}")
        if (self.by == "all") == bool(self.ids):
            raise ValueError("a scope of all goods has no ids, any other scope needs some")

    def covers(self, line: Line) -> bool:
        """Whether the offer looks at this line at all."""
        if line.product_id in self.without_products:
            return False
        if self.without_categories and not self.without_categories.isdisjoint(line.category_ids):
            return False
        if line.service:
            return self.by == "product" and line.product_id in self.ids
        return self.by == "all" or self._named(line)

    def _named(self, line: Line) -> bool:
        if self.by == "category":
            return not self.ids.isdisjoint(line.category_ids)
        if self.by == "product":
            return line.product_id in self.ids
        return (line.variant_id if self.by == "variant" else line.brand_id) in self.ids


ALL_GOODS = Scope()


@dataclass(frozen=True, slots=True)
class Tier:
    """From `threshold_minor` on: an amount off, or a percentage off in basis points (1,000 = 10 %)."""

    threshold_minor: int = 0
    off_minor: int | None = None
    percent_bp: int | None = None

    def __post_init__(self) -> None:
        checks.money("threshold_minor", self.threshold_minor)
        if (self.off_minor is None) == (self.percent_bp is None):
            raise ValueError("a tier takes off either an amount or a percentage")
        checks.maybe_money("off_minor", self.off_minor)
        if self.percent_bp is not None:
            checks.whole("percent_bp", self.percent_bp, 1, checks.WHOLE_BP)


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """One version of one offer. Amounts are minor units of `currency`; moments are aware.

    store_id: the owner, None for the market. tiers: ascending thresholds. repeats: the only tier is
    given once per full threshold, at most `most_repeats` times. fixed_minor: unit price (item-price
    only). cap_minor: most that may be taken off (per line for item-price). store_bp: the part of the
    discount the stores carry in basis points, the market carries the rest (None: the owner carries
    all). pool and store_ids: the stores that share one cross-store step. budget_left_minor: what is
    left to give. only_new: only in stores the person never bought from. only_for: person ids or group
    keys. not_with: later steps that no longer see a line this offer took money off. whole_minor: what
    comes off is a multiple of this (the worth of one point).
    """

    offer_id: str
    kind: str
    title: str
    currency: str
    version: int = 1
    store_id: str | None = None
    scope: Scope = ALL_GOODS
    tiers: tuple[Tier, ...] = ()
    repeats: bool = False
    most_repeats: int | None = None
    fixed_minor: int | None = None
    cap_minor: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    store_bp: int | None = None
    pool: str | None = None
    store_ids: frozenset[str] = frozenset()
    budget_left_minor: int | None = None
    needs_claim: bool = False
    code: str | None = None
    only_new: bool = False
    only_for: frozenset[str] = frozenset()
    not_with: frozenset[str] = frozenset()
    whole_minor: int = 1

    def __post_init__(self) -> None:
        checks.ident("offer_id", self.offer_id)
        checks.currency("currency", self.currency)
        checks.whole("version", self.version, 1, 2**31)
        checks.whole("whole_minor", self.whole_minor, 1, checks.LARGEST_MINOR)
        if self.store_bp is not None:
            checks.whole("store_bp", self.store_bp, 0, checks.WHOLE_BP)
        if self.kind not in KINDS:
            raise ValueError(f"there is no kind of offer called {self.kind!r}")
        _check_amounts(self)
        _check_owner(self)
        _check_benefit(self)
        _check_time(self)
        _check_exclusions(self)

    @property
    def of_kind(self) -> Kind:
        """The kind record: step, owner, what it may ask for."""
        return KINDS[self.kind]

    @property
    def carried_by_store_bp(self) -> int:
        """The part of the discount that stores carry, in basis points."""
        if self.store_bp is not None:
            return self.store_bp
        return 0 if self.store_id is None else checks.WHOLE_BP

    @property
    def step(self) -> str:
        """Key of the step at which the offer applies."""
        return KINDS[self.kind].step


def _check_amounts(offer: OfferTerms) -> None:
    checks.maybe_money("cap_minor", offer.cap_minor)
    checks.maybe_money("fixed_minor", offer.fixed_minor)
    checks.maybe_money("budget_left_minor", offer.budget_left_minor)
    if offer.budget_left_minor is not None and not offer.of_kind.budgeted:
        raise ValueError(f"an offer of kind {offer.kind} has no budget of its own")
    if (offer.needs_claim or offer.code is not None) and not offer.of_kind.claimable:
        raise ValueError(f"an offer of kind {offer.kind} needs neither claim nor code")


def _check_owner(offer: OfferTerms) -> None:
    owner = "market" if offer.store_id is None else "store"
    if offer.of_kind.owner not in (owner, "either"):
        raise ValueError(
            f"an offer of kind {offer.kind} belongs to the {offer.of_kind.owner}, not to a {owner}"
        )
    if (offer.kind == "cross-store") != bool(offer.pool and offer.store_ids):
        raise ValueError("a cross-store offer, and no other, names its pool and its stores")


def _check_benefit(offer: OfferTerms) -> None:
    if (offer.fixed_minor is None) == (not offer.tiers):
        raise ValueError("an offer has either tiers or a fixed price")
    if offer.fixed_minor is not None and offer.kind != "item-price":
        raise ValueError("only an item price can be a fixed price")
    thresholds = [tier.threshold_minor for tier in offer.tiers]
    if thresholds != sorted(set(thresholds)):
        raise ValueError("the thresholds of the tiers must ascend")
    if offer.kind == "item-price" and any(thresholds):
        raise ValueError("an item price has no threshold")
    _check_repeats(offer)


def _check_repeats(offer: OfferTerms) -> None:
    if offer.most_repeats is not None:
        checks.whole("most_repeats", offer.most_repeats, 1, 10**6)
    if not offer.repeats:
        return
    if len(offer.tiers) != 1 or offer.tiers[0].off_minor is None or not offer.tiers[0].threshold_minor:
        raise ValueError("a repeating offer has one tier with a threshold and an amount off")


def _check_exclusions(offer: OfferTerms) -> None:
    for key in offer.not_with:
        if key not in RANK or RANK[key] <= RANK[offer.step]:
            raise ValueError(f"not_with names {key!r}, which is not a step after {offer.step!r}")
    if "freight" in offer.not_with and STEP[offer.step].scope == "order":
        raise ValueError(
            "freight looks at what the stores' own offers left; an order step cannot shut it out"
        )


def _check_time(offer: OfferTerms) -> None:
    checks.moment("starts_at", offer.starts_at)
    checks.moment("ends_at", offer.ends_at)
    if offer.starts_at and offer.ends_at and offer.ends_at <= offer.starts_at:
        raise ValueError("an offer must end after it starts")
