"""What an offer would cost, from the store's own past orders, with what the forecast does not know."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from regulars.faces.look.foretelling import asked, stands
from regulars.faces.look.going import go
from regulars.faces.merchant.frame import here, show
from regulars.trade.offers.queries import offer_of
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries.foreseen import forecast_of


def forecast(request: HttpRequest, store_id: str, offer_id: str) -> HttpResponse:
    """The forecast, or how far the worker is with it; a POST asks for one."""
    store, actor = here(request, store_id)
    actor.require("offers", store.pk)
    offer = offer_of(store, offer_id)
    if request.method == "POST":
        said = asked(orders.ask_forecast(by=actor, store=store, offer=offer.public_id))
        if said:
            messages.info(request, said)
        return go("desk_offer_forecast", store.public_id, offer.public_id)
    return show(
        request, "shop/offer_forecast", store, actor, "desk_offers", offer=offer, may_ask=True,
        back=reverse("desk_offer", args=[store.public_id, offer.public_id]), **stands(forecast_of(offer), offer),
    )  # fmt: skip
