"""The buttons of an order's page: each is one action."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regulars.faces.look.going import go
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries import order_of


@require_POST
def accept(request: HttpRequest, store_id: str, order_id: str) -> HttpResponse:
    """Packing begins."""
    store, actor = here(request, store_id)
    need(actor, "orders")
    orders.accept_order(by=actor, store=store, order=order_id)
    messages.success(request, _("Packing has begun. The buyer now asks before cancelling."))
    return go("desk_order", store.public_id, order_id)


@require_POST
def ship(request: HttpRequest, store_id: str, order_id: str) -> HttpResponse:
    """The parcel leaves."""
    store, actor = here(request, store_id)
    need(actor, "orders")
    carrier, tracking = request.POST.get("carrier", ""), request.POST.get("tracking", "")
    orders.ship(by=actor, store=store, order=order_id, carrier=carrier, tracking=tracking)
    messages.success(request, _("The order is on its way. The buyer has been told."))
    return go("desk_order", store.public_id, order_id)


@require_POST
def correct(request: HttpRequest, store_id: str, order_id: str) -> HttpResponse:
    """The parcel's carrier and number, said afterwards."""
    store, actor = here(request, store_id)
    need(actor, "orders")
    carrier, tracking = request.POST.get("carrier", ""), request.POST.get("tracking", "")
    orders.correct_parcel(by=actor, store=store, order=order_id, carrier=carrier, tracking=tracking)
    messages.success(request, _("The parcel is corrected. The buyer sees it on the order's page."))
    return go("desk_order", store.public_id, order_id)


@require_POST
def deliver(request: HttpRequest, store_id: str, order_id: str) -> HttpResponse:
    """The parcel arrived."""
    store, actor = here(request, store_id)
    need(actor, "orders")
    orders.deliver(by=actor, store=store, order=order_id)
    messages.success(request, _("The order is marked as delivered."))
    return go("desk_order", store.public_id, order_id)


@require_POST
def contact(request: HttpRequest, store_id: str, order_id: str) -> HttpResponse:
    """Show the buyer's contact; back to the page that asked."""
    store, actor = here(request, store_id)
    need(actor, "orders", "reception")
    orders.open_contact(by=actor, store=store, order=order_of(store, order_id))
    slip = request.POST.get("to") == "slip" and actor.may("orders")
    if slip:
        return go("desk_order_slip", store.public_id, order_id)
    return go("desk_order", store.public_id, order_id, to="#contact")
