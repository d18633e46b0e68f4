"""The form of a market offer: read into what `create_offer` takes, shown from an offer that exists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given, major
from regulars.faces.look.moments import local_input
from regulars.ground.kit import clock
from regulars.trade.offers.queries import Budget, Offer

KINDS = ("cross-store", "cash-red-envelope")
STEPS = 3


def starting(kind: str) -> dict[str, object]:
    """What a new form shows: an offer of one week from tomorrow on."""
    first = (clock.now() + timedelta(days=1)).replace(minute=0)
    more = (
        {"pool": "market", "store_percent": "50"}
        if kind == "cross-store"
        else {"per_person": "1", "claim_days": "7"}
    )
    return {"starts_at": local_input(first), "ends_at": local_input(first + timedelta(days=7)), **more}


def read(given: Given, kind: str) -> dict[str, Any]:
    """What was typed; errors are kept in `given`."""
    found: dict[str, Any] = {
        "title": given.text("title", needed=_("Give the offer a title that shoppers will see.")),
        "title_zh": given.text("title_zh"),
        "starts_at": given.moment("starts_at"),
        "ends_at": given.moment("ends_at"),
    }
    return found | (_cross(given) if kind == "cross-store" else _envelope(given))


def _cross(given: Given) -> dict[str, Any]:
    tiers = [tier for step in range(1, STEPS + 1) if (tier := _tier(given, step))]
    repeats = "repeats" in given.post
    if not tiers:
        given.refuse("from_1", _("Say from what amount on, and how much comes off."))
    if repeats and len(tiers) > 1:
        given.refuse("repeats", _("Only an offer with one step can count again."))
    terms: dict[str, Any] = {"tiers": tiers, "store_bp": given.percent("store_percent", needed=True, low=0)}
    if repeats:
        terms |= {"repeats": True, "most_repeats": given.whole("most_repeats", high=100)}
    return {"terms": terms, "pool": given.text("pool") or "market", "cap_count": given.whole("cap_count")}


def _tier(given: Given, step: int) -> dict[str, int] | None:
    start, off = given.money(f"from_{step}"), given.money(f"off_{step}")
    if start is None and off is None:
        return None
    if not start or not off:
        given.refuse(f"off_{step}", _("A step needs both amounts."))
        return None
    if off > start:
        given.refuse(f"off_{step}", _("More comes off than is spent. Check both amounts."))
    return {"threshold_minor": start, "off_minor": off}


def _envelope(given: Given) -> dict[str, Any]:
    low, high = given.money("pot_min", needed=True), given.money("pot_max", needed=True)
    budget = given.money("budget", needed=True)
    if low and high and low > high:
        given.refuse("pot_max", _("The largest amount is smaller than the smallest."))
    if high and budget and budget < high:
        given.refuse("budget", _("The budget does not suffice for one envelope."))
    threshold = given.money("threshold") or 0
    terms = {
        "pot": {"min_minor": low, "max_minor": high},
        "tiers": [{"threshold_minor": threshold, "off_minor": high}],
        "claim_days": given.whole("claim_days", high=365) or 7,
    }
    once = given.whole("per_person", high=100) or 1
    return {"terms": terms, "claimable": True, "per_person": once, "cap_minor": budget}


def shown(offer: Offer, budget: Budget | None) -> dict[str, object]:
    """An offer as its form shows it."""
    terms, currency = offer.terms, offer.currency
    found: dict[str, object] = {
        "title": offer.title,
        "title_zh": offer.title_zh,
        "starts_at": local_input(offer.starts_at),
        "ends_at": local_input(offer.ends_at),
        "pool": offer.pool,
        "repeats": terms.get("repeats"),
        "most_repeats": terms.get("most_repeats") or "",
        "store_percent": f"{(terms.get('store_bp') or 0) / 100:g}",
        "per_person": offer.per_person or "",
        "claim_days": terms.get("claim_days") or "",
        "cap_count": budget.cap_count if budget and budget.cap_count else "",
        "budget": major(budget.cap_minor if budget else None, currency),
    }
    for step, tier in enumerate(terms.get("tiers", ())[:STEPS], 1):
        found[f"from_{step}"] = major(tier.get("threshold_minor"), currency)
        found[f"off_{step}"] = major(tier.get("off_minor"), currency)
    if pot := terms.get("pot"):
        found |= {"pot_min": major(pot["min_minor"], currency), "pot_max": major(pot["max_minor"], currency)}
        found["threshold"] = found.get("from_1", "")
    return found
