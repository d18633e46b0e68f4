"""What an offer would cost, from the store's own past orders, with what the forecast does not know."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from regulars.faces.look.foretelling import told
from regulars.faces.merchant.frame import here, show
from regulars.trade.offers.queries import Offer, budget_of, offer_of, people_meant, terms_of
from regulars.trade.orders.queries.foreseeing import Plan, foresee


def forecast(request: HttpRequest, store_id: str, offer_id: str) -> HttpResponse:
    """The page; with `?part=1` only the answer, which takes a moment: the page asks for it when it is there."""
    store, actor = here(request, store_id)
    actor.require("offers", store.pk)
    offer = offer_of(store, offer_id)
    here_ = reverse("desk_offer_forecast", args=[store.public_id, offer.public_id])
    if request.GET.get("part"):
        return render(request, "look/forecast.html", told(foresee(store, plan_from(offer)), offer))
    whole = told(foresee(store, plan_from(offer)), offer) if request.GET.get("now") else {"answer": None}
    return show(
        request, "shop/offer_forecast", store, actor, "desk_offers", offer=offer, part_url=f"{here_}?part=1",
        now_url=f"{here_}?now=1", back=reverse("desk_offer", args=[store.public_id, offer.public_id]), **whole,
    )  # fmt: skip


def plan_from(offer: Offer) -> Plan:
    """The offer as the forecast asks for it."""
    budget = budget_of(offer)
    code: dict[str, Any] = {"code": "C"} if offer.terms.get("needs_code") else {}
    meant = people_meant(offer) if offer.exclusive else set()
    return Plan(
        terms_of(offer, **code), offer.terms, offer.starts_at, offer.ends_at, offer.per_person,
        budget.cap_count if budget else None, budget.cap_minor if budget else None,
        frozenset(meant) if meant else None,
    )  # fmt: skip
