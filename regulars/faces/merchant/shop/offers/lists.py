"""The store's offers by state, and the market's offers it may join."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.going import go
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.shop.offers.example import worked
from regulars.faces.merchant.shop.offers.plans import plan_of
from regulars.faces.merchant.shop.offers.words import Saying
from regulars.people.merchants.queries import Store
from regulars.trade.offers import actions as offers
from regulars.trade.offers.queries import (
    Budget,
    Offer,
    budget_of,
    counted,
    joinable,
    offers_of,
    state_of,
    takes_part,
    terms_of,
)

MOST = 300
LOOK = {"running": "active", "planned": "scheduled", "draft": "draft", "ended": "ended", "stopped": "closed"}


def labels() -> dict[str, str]:
    """The states of an offer in words."""
    return {
        "running": _("Running"), "planned": _("Planned"), "draft": _("Draft"), "ended": _("Ended"),
        "stopped": _("Stopped"),
    }  # fmt: skip


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """Offers of one state; without one asked for, the first that has any."""
    store, actor = here(request, store_id)
    actor.require("offers", store.pk)
    rows = [(state_of(row), row) for row in offers_of(store)[:MOST]]
    counts = Counter(state for state, _row in rows)
    asked = request.GET.get("state", "")
    words = labels()
    state = asked if asked in words else next((one for one in words if counts[one]), "running")
    return show(
        request, "shop/offers", store, actor, "desk_offers", state=state, anything=bool(rows), labels=words,
        rows=[_row(store, row, one) for one, row in rows if one == state],
        state_tabs=[
            {"key": key, "label": label, "href": f"?state={key}", "count": counts[key]} for key, label in words.items()
        ],
    )  # fmt: skip


def _row(store: Store, offer: Offer, state: str) -> dict[str, Any]:
    plan = plan_of(offer.kind, offer.terms, offer.exclusive)
    budget, figures = budget_of(offer), counted(offer)
    saying = Saying(offer.currency)
    return {
        "id": offer.public_id, "href": reverse("desk_offer", args=[store.public_id, offer.public_id]),
        "offer": offer, "plan": plan, "rule": saying.rule(offer.kind, offer.terms),
        "state": LOOK[state], "state_label": labels()[state], "used": used(offer, budget, saying),
        "uses": figures.uses, "taken_minor": figures.amount_minor, "currency": offer.currency,
    }  # fmt: skip


def used(offer: Offer, budget: Budget | None, saying: Saying) -> dict[str, Any] | None:
    """How much of what may be given is given; None without a limit."""
    if budget is None:
        return None
    if budget.cap_minor is not None:
        text = f"{saying.money(budget.used_minor)} / {saying.money(budget.cap_minor)}"
        return {"value": budget.used_minor, "max": budget.cap_minor, "text": text}
    if budget.cap_count is not None:
        text = f"{budget.used_count:,} / {budget.cap_count:,}"
        return {"value": budget.used_count, "max": budget.cap_count, "text": text}
    return None


def across(request: HttpRequest, store_id: str) -> HttpResponse:
    """The market's cross-store offers with their terms and what one basket would cost this store."""
    store, actor = here(request, store_id)
    actor.require("offers", store.pk)
    return show(
        request, "shop/offers_across", store, actor, "desk_offers",
        rows=[_shared(store, row) for row in joinable(store)[:50]],
    )  # fmt: skip


def _shared(store: Store, offer: Offer) -> dict[str, Any]:
    terms = terms_of(offer, stores=frozenset({store.public_id}))
    return {
        "id": offer.public_id, "offer": offer, "joined": takes_part(offer), "state": LOOK[state_of(offer)],
        "state_label": labels()[state_of(offer)], "rule": Saying(offer.currency).rule(offer.kind, offer.terms),
        "share": f"{terms.carried_by_store_bp / 100:g}%", "example": worked(store, terms),
    }  # fmt: skip


def take_part(request: HttpRequest, store_id: str, offer_id: str) -> HttpResponse:
    """Join or leave an offer of the market."""
    store, actor = here(request, store_id)
    actor.require("offers", store.pk)
    if request.POST.get("join"):
        offers.join_offer(by=actor, store=store, offer=offer_id)
        messages.success(request, _("Your store takes part."))
    else:
        offers.leave_offer(by=actor, store=store, offer=offer_id)
        messages.success(request, _("Your store no longer takes part. Orders already placed keep the offer."))
    return go("desk_offers_across", store.public_id)
