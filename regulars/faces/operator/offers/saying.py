"""An offer of the market in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from regulars.faces.operator.words import money, percent
from regulars.trade.offers.queries import Budget, Label, Pot, Step

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


def rule(label: Label) -> str:
    """What comes off, and from when on."""
    if label["pot"]:
        return _pot(label["pot"], label["threshold_minor"], label["currency"])
    return _("; ").join(_tier(tier, label["repeats"], label["currency"]) for tier in label["tiers"])


def _tier(tier: Step, repeats: bool, currency: str) -> str:
    share, threshold = tier.get("percent_bp"), tier.get("threshold_minor") or 0
    off = percent(share) if share else money(tier.get("off_minor") or 0, currency)
    if not threshold:
        return _("%(off)s off") % {"off": off}
    words = {"off": off, "from": money(threshold, currency)}
    return (_("%(off)s off for every %(from)s") if repeats else _("%(off)s off from %(from)s")) % words


def _pot(pot: Pot, threshold: int, currency: str) -> str:
    low, high = money(pot["min_minor"], currency), money(pot["max_minor"], currency)
    words = {"low": low, "high": high}
    said = (_("%(high)s in every envelope") if low == high else _("%(low)s to %(high)s by chance")) % words
    return said + (_(", counts from %(from)s") % {"from": money(threshold, currency)} if threshold else "")


def funding(stores_bp: int) -> str:
    """Who carries the discount; `stores_bp` is the stores' part."""
    return _("%(market)s the market, %(stores)s the stores") % {
        "market": percent(10_000 - stores_bp),
        "stores": percent(stores_bp),
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
