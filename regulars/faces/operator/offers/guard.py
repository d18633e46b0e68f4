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
from regulars.ground.kit.idempotency import intending, sent_before
from regulars.trade.guard import actions as guard
from regulars.trade.guard.queries import MarketCheck, market_check
from regulars.trade.offers import actions as offers
from regulars.trade.offers.queries import Offer, offer_of

NOT_YET = MarketCheck((), 0, 0, 0, 0, False)


def publish(actor: Actor, offer_id: str) -> str:
    """Publish a draft when no store's line would fall under its cost; the route to look at then.

    The first stores are looked at now, the others by the clock: then the page of the check shows how far it is.
    """
    offer = offer_of(None, offer_id)
    again = sent_before()
    if offer.published_at is not None and not again:
        offers.publish_offer(by=actor, store=None, offer=offer_id)
        return "console_offer"
    found = market_check(offer) if again else _look(actor, offer)
    if (found is None or found.lines or not found.done) and not again:
        return "console_offer_check"
    guard.publish_guarded(by=actor, store=None, offer=offer_id, check=found or NOT_YET)
    return "console_offer"


def _look(actor: Actor, offer: Offer) -> MarketCheck | None:
    """Begin to look where publishing was asked for: it takes no part in what the form's key stands for."""
    with intending(None):
        guard.begin_market_look(by=actor, offer=offer.public_id)
    return _go_on(offer)


def _go_on(offer: Offer) -> MarketCheck | None:
    """Two steps of the look, so that a small market is done at once. Safe to repeat."""
    with intending(None):
        guard.look_on(offer)
        guard.look_on(offer)
    return market_check(offer)


def check(request: HttpRequest, offer_id: str) -> HttpResponse:
    """How many lines of which stores would fall under what they cost; publish with a reason."""
    actor = here(request, "market.offers")
    offer = offer_of(None, offer_id)
    if offer.published_at is not None and not (request.method == "POST" and sent_before()):
        return go("console_offer", offer_id)
    found = market_check(offer)
    if request.method != "POST":
        return _page(request, actor, offer, found)
    if request.POST.get("do") == "look":
        guard.begin_market_look(by=actor, offer=offer_id)
        _go_on(offer)
        return go("console_offer_check", offer_id)
    try:
        guard.publish_guarded(
            by=actor,
            store=None,
            offer=offer_id,
            check=found or NOT_YET,
            reason=request.POST.get("reason", ""),
        )
    except (guard.ReasonNeeded, guard.StillLooking) as refusal:
        return _page(
            request, actor, offer, found, str(refusal.sentence), 409 if refusal.status == 409 else 422
        )
    messages.success(request, _("The offer is published."))
    return go("console_offer", offer_id)


def _page(
    request: HttpRequest,
    actor: Actor,
    offer: Offer,
    found: MarketCheck | None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    rows = [
        {
            "id": one.store.public_id,
            "href": reverse("console_store", args=[one.store.public_id]),
            "name": said(one.store.name, one.store.name_zh),
            "lines": one.lines,
        }
        for one in (found.pushed if found else ())
    ]
    return show(
        request, "offer_check", actor, "console_offers", status=status, offer=offer, found=found,
        rows=rows, error=error, reason=request.POST.get("reason", ""),
    )  # fmt: skip
