"""What an offer of the market would cost the market and the stores, from the past orders of all of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from regulars.faces.look.foretelling import asked, stands
from regulars.faces.look.going import go
from regulars.faces.operator.frame import here, show
from regulars.trade.offers.queries import offer_of
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries.foreseen import forecast_of


def forecast(request: HttpRequest, offer_id: str) -> HttpResponse:
    """The forecast, or how far the worker is with it; a POST asks for one. No store's costs are in it."""
    actor = here(request)
    offer = offer_of(None, offer_id)
    if request.method == "POST":
        said = asked(orders.ask_forecast(by=actor, store=None, offer=offer.public_id))
        if said:
            messages.info(request, said)
        return go("console_offer_forecast", offer.public_id)
    return show(
        request, "offer_forecast", actor, "console_offers", offer=offer, may_ask=actor.may("market.offers"),
        back=reverse("console_offer", args=[offer.public_id]), **stands(forecast_of(offer), offer, store=False),
    )  # fmt: skip
