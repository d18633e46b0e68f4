"""An offer's stored definition as the terms that the price rules understand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from regulars.loyalty.members.rules import MOST_TIERS
from regulars.trade.offers.models import Budget, Offer
from regulars.trade.offers.rules import KINDS, OfferTerms, Scope, Tier, tier_key

PRICED = frozenset(
    {
        "scope",
        "tiers",
        "repeats",
        "most_repeats",
        "fixed_minor",
        "cap_minor",
        "store_bp",
        "only_new",
        "not_with",
        "from_tier",
    }
)
MANAGED = frozenset({"needs_code", "claim_days", "pot", "weekdays", "dates", "hours", "birthday", "holdout"})


def terms_of(offer: Offer, *, stores: frozenset[str] = frozenset(), **more: Any) -> OfferTerms:
    """The terms of `offer`; `stores` (public ids) take part in a cross-store offer, `more` overrides fields.

    Raises ValueError when the definition makes no sense.
    """
    raw = offer.terms
    given: dict[str, Any] = {
        "offer_id": offer.public_id,
        "kind": offer.kind,
        "title": offer.title,
        "currency": offer.currency,
        "version": offer.version,
        "store_id": offer.store.public_id if offer.store is not None else None,
        "scope": _scope(raw.get("scope") or {}),
        "tiers": tuple(Tier(**tier) for tier in raw.get("tiers", ())),
        "repeats": bool(raw.get("repeats")),
        "most_repeats": raw.get("most_repeats"),
        "fixed_minor": raw.get("fixed_minor"),
        "cap_minor": raw.get("cap_minor"),
        "store_bp": raw.get("store_bp"),
        "only_new": bool(raw.get("only_new")),
        "not_with": frozenset(raw.get("not_with", ())),
        "only_for": _only_for(offer),
        "starts_at": offer.starts_at,
        "ends_at": offer.ends_at,
        "needs_claim": offer.claimable,
        "budget_left_minor": _left(offer),
    }
    if offer.kind == "cross-store":
        given |= {"pool": offer.pool, "store_ids": stores}
    return OfferTerms(**(given | more))


def budget_of(offer: Offer) -> Budget | None:
    """The offer's budget; None when nothing limits it."""
    try:
        return offer.budget
    except Budget.DoesNotExist:
        return None


def is_pot(offer: Offer) -> bool:
    """Whether people draw amounts from a pot, so that money is spent when an envelope is opened."""
    return "pot" in offer.terms


def _left(offer: Offer) -> int | None:
    budget = budget_of(offer)
    if budget is None or budget.cap_minor is None or is_pot(offer) or not KINDS[offer.kind].budgeted:
        return None
    left: int = budget.cap_minor - budget.used_minor
    return left


def _only_for(offer: Offer) -> frozenset[str]:
    """Members from a tier on; nobody is left out without one."""
    tier = offer.terms.get("from_tier")
    if tier is None:
        return frozenset()
    if type(tier) is not int or not 1 <= tier <= MOST_TIERS or offer.store is None:
        raise ValueError(f"an offer for members is a store's and begins at a tier from 1 to {MOST_TIERS}")
    return frozenset({tier_key(offer.store.public_id, tier)})


def _scope(raw: Mapping[str, Any]) -> Scope:
    return Scope(
        by=raw.get("by", "all"),
        ids=frozenset(raw.get("ids", ())),
        without_products=frozenset(raw.get("without_products", ())),
        without_categories=frozenset(raw.get("without_categories", ())),
    )


class Step(TypedDict, total=False):
    """A tier as it is stored."""

    threshold_minor: int
    off_minor: int
    percent_bp: int


class Pot(TypedDict):
    """Between which amounts (minor units) an envelope is drawn."""

    min_minor: int
    max_minor: int


class Label(TypedDict):
    """What a label says about an offer; amounts in minor units of `currency`."""

    kind: str
    currency: str
    threshold_minor: int
    off_minor: int | None
    percent_bp: int | None
    fixed_minor: int | None
    cap_minor: int | None
    repeats: bool
    tiers: list[Step]
    pot: Pot | None
    needs_code: bool
    only_new: bool
    from_tier: int | None
    weekdays: list[int]
    dates: list[str]
    hours: list[int] | None
    birthday: bool


def describe(offer: Offer) -> Label:
    """What a label says about an offer, as plain numbers: the first tier, threshold, cap, fixed price."""
    tier = (offer.terms.get("tiers") or [{}])[0]
    return {
        "kind": offer.kind,
        "currency": offer.currency,
        "threshold_minor": tier.get("threshold_minor", 0),
        "off_minor": tier.get("off_minor"),
        "percent_bp": tier.get("percent_bp"),
        "fixed_minor": offer.terms.get("fixed_minor"),
        "cap_minor": offer.terms.get("cap_minor"),
        "repeats": bool(offer.terms.get("repeats")),
        "tiers": offer.terms.get("tiers", []),
        "pot": offer.terms.get("pot"),
        "needs_code": bool(offer.terms.get("needs_code")),
        "only_new": bool(offer.terms.get("only_new")),
        "from_tier": offer.terms.get("from_tier"),
        "weekdays": sorted(offer.terms.get("weekdays", ())),
        "dates": sorted(offer.terms.get("dates", ())),
        "hours": offer.terms.get("hours"),
        "birthday": "birthday" in offer.terms,
    }
