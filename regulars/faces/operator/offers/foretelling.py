"""What an offer of the market would cost the market and the stores, from the past orders of all of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from regulars.faces.look.foretelling import told
from regulars.faces.operator.frame import here, show
from regulars.trade.offers.queries import Offer, budget_of, offer_of, terms_of
from regulars.trade.orders.queries.foreseeing import Plan, foresee


def forecast(request: HttpRequest, offer_id: str) -> HttpResponse:
    """The page; with `?part=1` only the answer. No store's costs are in it."""
    actor = here(request)
    offer = offer_of(None, offer_id)
    own = reverse("console_offer_forecast", args=[offer.public_id])
    if request.GET.get("part"):
        return render(request, "look/forecast.html", _told(offer))
    whole = _told(offer) if request.GET.get("now") else {"answer": None}
    return show(
        request, "offer_forecast", actor, "console_offers", offer=offer, part_url=f"{own}?part=1",
        now_url=f"{own}?now=1", back=reverse("console_offer", args=[offer.public_id]), **whole,
    )  # fmt: skip


def _told(offer: Offer) -> dict[str, object]:
    budget = budget_of(offer)
    # Whoever takes part is found among the stores of each basket.
    terms = terms_of(offer, stores=frozenset({"any"}))
    plan = Plan(
        terms, offer.terms, offer.starts_at, offer.ends_at, offer.per_person,
        budget.cap_count if budget else None, budget.cap_minor if budget else None,
    )  # fmt: skip
    return told(foresee(None, plan), offer, store=False)
