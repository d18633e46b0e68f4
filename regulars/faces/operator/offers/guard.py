"""What an offer of the market would do to the stores' lines, before it is published; their costs are not shown."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.going import go
from regulars.faces.operator.frame import here, show
from regulars.goods.catalog.queries import said
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.idempotency import sent_before
from regulars.trade.guard import actions as guard
from regulars.trade.guard.queries import MarketCheck, check_market_offer
from regulars.trade.offers import actions as offers
from regulars.trade.offers.queries import Offer, offer_of


def publish(actor: Actor, offer_id: str) -> str:
    """Publish a draft when no store's line would fall under its cost; the route to look at then."""
    offer = offer_of(None, offer_id)
    again = sent_before()
    if offer.published_at is not None and not again:
        offers.publish_offer(by=actor, store=None, offer=offer_id)
        return "console_offer"
    found = check_market_offer(offer)
    if found.lines and not again:
        return "console_offer_check"
    guard.publish_guarded(by=actor, store=None, offer=offer_id, check=found)
    return "console_offer"


def check(request: HttpRequest, offer_id: str) -> HttpResponse:
    """How many lines of which stores would fall under what they cost; publish with a reason."""
    actor = here(request, "market.offers")
    offer = offer_of(None, offer_id)
    if offer.published_at is not None and not (request.method == "POST" and sent_before()):
        return go("console_offer", offer_id)
    found = check_market_offer(offer)
    if request.method != "POST":
        return _page(request, actor, offer, found)
    try:
        guard.publish_guarded(
            by=actor, store=None, offer=offer_id, check=found, reason=request.POST.get("reason", "")
        )
    except guard.ReasonNeeded as refusal:
        return _page(request, actor, offer, found, str(refusal.sentence))
    messages.success(request, _("The offer is published."))
    return go("console_offer", offer_id)


def _page(
    request: HttpRequest, actor: Actor, offer: Offer, found: MarketCheck, error: str = ""
) -> HttpResponse:
    rows = [
        {
            "id": one.store.public_id,
            "href": reverse("console_store", args=[one.store.public_id]),
            "name": said(one.store.name, one.store.name_zh),
            "lines": one.lines,
        }
        for one in found.pushed
    ]
    return show(
        request, "offer_check", actor, "console_offers", status=422 if error else 200, offer=offer, found=found,
        rows=rows, error=error, reason=request.POST.get("reason", ""),
    )  # fmt: skip
