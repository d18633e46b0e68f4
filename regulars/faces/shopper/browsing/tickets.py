"""Offers as tickets: what they give, from when on, and how to take them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regulars.faces.shopper.browsing.tiles import Product, Store
from regulars.goods.catalog.queries import said
from regulars.ground.kit.money import format_money
from regulars.trade.offers.queries import claimable, describe

Offer = Any


def tickets(
    offers: Iterable[Offer], person_id: int | None, store: Store | None = None
) -> list[dict[str, Any]]:
    """Offers as `coupon` wants them; those to be taken carry the address that takes them.

    `store`: its claimable offers are looked up once more for what the person already holds.
    """
    rows: Iterable[Offer] = claimable(store, person_id) if person_id and store else ()
    held = {row.public_id: row.mine for row in rows}
    return [_ticket(offer, getattr(offer, "mine", held.get(offer.public_id, 0))) for offer in offers]


def _state(offer: Offer, held: int) -> str:
    if held >= (offer.per_person or 1):
        return "held"
    budget = getattr(offer, "budget", None)
    taken = budget is not None and budget.cap_count is not None and budget.used_count >= budget.cap_count
    return "gone" if taken else "open"


def _ticket(offer: Offer, held: int) -> dict[str, Any]:
    said_as = describe(offer)
    return {
        "ref": offer.public_id,
        "title": said(offer.title, offer.title_zh),
        "value": value(said_as),
        "condition": condition(said_as),
        "ends_at": offer.ends_at,
        "kind": "store" if offer.store_id else "market",
        "state": _state(offer, held),
        "claim": reverse("claim", args=[offer.public_id])
        if offer.claimable and not said_as["needs_code"]
        else "",
        "needs_code": said_as["needs_code"],
        "is_pot": bool(said_as["pot"]),
    }


def _money(minor: int, currency: str) -> str:
    text = format_money(minor, currency, get_language() or "en")
    return text.removesuffix(".00")


def value(terms: dict[str, Any]) -> str:
    """The benefit in a few characters: "¥20 off"."""
    currency = terms["currency"]
    if terms["kind"] == "free-freight":
        return _("Free delivery")
    if terms["pot"]:
        return _("Up to %(amount)s") % {"amount": _money(terms["pot"]["max_minor"], currency)}
    if terms["off_minor"]:
        return _("%(amount)s off") % {"amount": _money(terms["off_minor"], currency)}
    if terms["percent_bp"]:
        percent = terms["percent_bp"] / 100
        return _("%(percent)s%% off") % {"percent": f"{percent:g}", "tenths": f"{(100 - percent) / 10:g}"}
    if terms["fixed_minor"] is not None:
        return _money(terms["fixed_minor"], currency)
    return _("Offer")


def condition(terms: dict[str, Any]) -> str:
    """From when on it counts."""
    if terms["threshold_minor"]:
        return _("from %(amount)s") % {"amount": _money(terms["threshold_minor"], terms["currency"])}
    return _("first order in the store") if terms["only_new"] else ""


def hints(offers: Iterable[Offer], product: Product, minor: int) -> list[str]:
    """What is missing at this price to the next spend-and-save of the store: "¥8 more for ¥20 off"."""
    steps = [
        (tier["threshold_minor"] - minor, tier["off_minor"])
        for offer in offers
        if offer.kind in {"spend-and-save", "cross-store"} and covers(offer, product)
        for tier in offer.terms.get("tiers", [])
        if tier.get("off_minor") and tier.get("threshold_minor", 0) > minor
    ]
    return [
        _("%(missing)s more for %(off)s off")
        % {"missing": _money(missing, product.currency), "off": _money(off, product.currency)}
        for missing, off in sorted(steps)[:1]
    ]


def covers(offer: Offer, product: Product) -> bool:
    """Whether the offer looks at this product at all."""
    scope = offer.terms.get("scope") or {}
    if product.public_id in scope.get("without_products", ()):
        return False
    if product.category.public_id in scope.get("without_categories", ()):
        return False
    names = {
        "category": product.category.public_id,
        "product": product.public_id,
        "brand": product.brand.public_id if product.brand else "",
    }
    by = scope.get("by", "all")
    return by in {"all", "variant"} or names.get(by) in scope.get("ids", ())
