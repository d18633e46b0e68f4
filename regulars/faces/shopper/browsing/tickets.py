"""Offers as tickets: what they give, from when on, and how to take them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regulars.faces.look.addresses import address
from regulars.faces.look.membership import for_members, on_days
from regulars.goods.catalog.queries import Shown, said
from regulars.ground.kit.money import format_money
from regulars.trade.offers.queries import Label, Offer, budget_of, describe, in_hand
from regulars.trade.offers.queries.speaking import rules_in_words

Ticket = dict[str, object]


def tickets(offers: Iterable[Offer], person_id: int | None) -> list[Ticket]:
    """Offers as `coupon` wants them; those to be taken carry the address that takes them."""
    shown = list(offers)
    held = in_hand(person_id, shown)
    rules = rules_in_words(shown)
    return [_ticket(offer, held.get(offer.pk, ())) | {"rules": rules[offer.pk]} for offer in shown]


def _state(offer: Offer, held: Sequence[str]) -> str:
    """How the ticket stands for whoever looks: open, held, used, over or gone."""
    if len(held) >= (offer.per_person or 1):
        return next((named for state, named in HELD.items() if state in held), "held")
    budget = budget_of(offer)
    taken = budget is not None and budget.cap_count is not None and budget.used_count >= budget.cap_count
    return "gone" if taken else "open"


# The best of what somebody holds of an offer decides.
HELD = {"ready": "held", "used": "used", "expired": "over"}


def _ticket(offer: Offer, held: Sequence[str]) -> Ticket:
    label = describe(offer)
    return {
        "ref": offer.public_id,
        "title": said(offer.title, offer.title_zh),
        "value": value(label),
        "condition": condition(label),
        "ends_at": offer.ends_at,
        "kind": "store" if offer.store_id else "market",
        "state": _state(offer, held),
        "claim": address("claim", offer.public_id)
        if offer.claimable and not label["needs_code"] and not label["birthday"]
        else "",
        "needs_code": label["needs_code"],
        "is_pot": bool(label["pot"]),
    }


def _money(minor: int, currency: str) -> str:
    text = format_money(minor, currency, get_language() or "en")
    return text.removesuffix(".00")


def value(label: Label) -> str:
    """The benefit in a few characters: "¥20 off"."""
    currency = label["currency"]
    if label["kind"] == "free-freight":
        return _("Free delivery")
    if label["pot"]:
        return _("Up to %(amount)s") % {"amount": _money(label["pot"]["max_minor"], currency)}
    if label["off_minor"]:
        return _("%(amount)s off") % {"amount": _money(label["off_minor"], currency)}
    if label["percent_bp"]:
        percent = label["percent_bp"] / 100
        return _("%(percent)s%% off") % {"percent": f"{percent:g}", "tenths": f"{(100 - percent) / 10:g}"}
    if label["fixed_minor"] is not None:
        return _money(label["fixed_minor"], currency)
    return _("Offer")


def condition(label: Label) -> str:
    """From when on it counts, for whom and when."""
    own = _("for members, around the birthday") if label["birthday"] else ""
    parts = [_threshold(label), own, for_members(label["from_tier"]), on_days(label)]
    return " · ".join(part.rstrip(".。") for part in parts if part)


def _threshold(label: Label) -> str:
    if label["threshold_minor"]:
        return _("from %(amount)s") % {"amount": _money(label["threshold_minor"], label["currency"])}
    return _("first order in the store") if label["only_new"] else ""


def hints(offers: Iterable[Offer], shown: Shown, minor: int) -> list[str]:
    """What is missing at this price to the next spend-and-save of the store: "¥8 more for ¥20 off"."""
    steps = [
        (tier.get("threshold_minor", 0) - minor, off)
        for offer in offers
        if offer.kind in {"spend-and-save", "cross-store"} and covers(offer, shown)
        for tier in describe(offer)["tiers"]
        if (off := tier.get("off_minor")) and tier.get("threshold_minor", 0) > minor
    ]
    return [
        _("%(missing)s more for %(off)s off")
        % {"missing": _money(missing, shown.currency), "off": _money(off, shown.currency)}
        for missing, off in sorted(steps)[:1]
    ]


def covers(offer: Offer, shown: Shown) -> bool:
    """Whether the offer looks at this product at all."""
    scope = offer.terms.get("scope") or {}
    if shown.public_id in scope.get("without_products", ()):
        return False
    if shown.category.public_id in scope.get("without_categories", ()):
        return False
    names = {
        "category": shown.category.public_id,
        "product": shown.public_id,
        "brand": shown.brand.public_id if shown.brand else "",
    }
    by = scope.get("by", "all")
    return by in {"all", "variant"} or names.get(by) in scope.get("ids", ())
