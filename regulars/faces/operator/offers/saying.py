"""An offer of the market in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from regulars.faces.operator.words import money, percent
from regulars.trade.offers.queries import Budget

LOOK = {"running": "active", "planned": "scheduled", "draft": "draft", "ended": "ended", "stopped": "closed"}


def labels() -> dict[str, str]:
    """The states of an offer in words."""
    return {
        "running": _("Running"),
        "planned": _("Planned"),
        "draft": _("Draft"),
        "ended": _("Ended"),
        "stopped": _("Stopped"),
    }


def kinds() -> dict[str, str]:
    """The kinds of offers the market runs."""
    return {
        "cross-store": _("Spend and save across stores"),
        "cash-red-envelope": _("Red envelope"),
        "payment-red-envelope": _("Red envelope of the payment"),
        "category-coupon": _("Coupon for categories"),
        "item-price": _("Price of the item"),
        "points": _("Points"),
        "free-freight": _("Free delivery"),
    }


def rule(terms: Mapping[str, Any], currency: str) -> str:
    """What comes off, and from when on."""
    if "pot" in terms:
        return _pot(terms, currency)
    return _("; ").join(_tier(tier, bool(terms.get("repeats")), currency) for tier in terms.get("tiers", ()))


def _tier(tier: Mapping[str, Any], repeats: bool, currency: str) -> str:
    share, threshold = tier.get("percent_bp"), tier.get("threshold_minor") or 0
    off = percent(share) if share else money(tier.get("off_minor") or 0, currency)
    if not threshold:
        return _("%(off)s off") % {"off": off}
    words = {"off": off, "from": money(threshold, currency)}
    return (_("%(off)s off for every %(from)s") if repeats else _("%(off)s off from %(from)s")) % words


def _pot(terms: Mapping[str, Any], currency: str) -> str:
    low, high = (money(terms["pot"][end], currency) for end in ("min_minor", "max_minor"))
    words = {"low": low, "high": high}
    said = (_("%(high)s in every envelope") if low == high else _("%(low)s to %(high)s by chance")) % words
    threshold = (terms.get("tiers") or [{}])[0].get("threshold_minor") or 0
    return said + (_(", counts from %(from)s") % {"from": money(threshold, currency)} if threshold else "")


def funding(terms: Mapping[str, Any]) -> str:
    """Who carries the discount."""
    stores = terms.get("store_bp") or 0
    return _("%(market)s the market, %(stores)s the stores") % {
        "market": percent(10_000 - stores),
        "stores": percent(stores),
    }


def used(budget: Budget | None, currency: str) -> dict[str, object] | None:
    """How much of what may be given is given; None without a limit."""
    if budget is None:
        return None
    if budget.cap_minor is not None:
        text = f"{money(budget.used_minor, currency)} / {money(budget.cap_minor, currency)}"
        return {"value": budget.used_minor, "max": budget.cap_minor, "text": text}
    if budget.cap_count is not None:
        return {
            "value": budget.used_count,
            "max": budget.cap_count,
            "text": f"{budget.used_count:,} / {budget.cap_count:,}",
        }
    return None
