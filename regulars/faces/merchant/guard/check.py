"""Before an offer is published: what it would do, limits that would help, and the reason to publish all the same."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.going import go
from regulars.faces.look.speech import listed
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.guard.saying import Teller, asides, receipts_of, searched
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.idempotency import sent_before
from regulars.people.merchants.queries import Store
from regulars.trade.guard import actions as guard
from regulars.trade.guard.queries import Check, Limit, check_offer, limits_for
from regulars.trade.offers import actions as offers
from regulars.trade.offers.queries import Offer, offer_of

SHOWN = 12
LIMITS = ("without", "not-with", "threshold", "less")


def publish(request: HttpRequest, store: Store, actor: Actor, offer_id: str) -> HttpResponse:
    """Publish a draft when the guard finds nothing that it brings about, else lead to what it found."""
    offer = offer_of(store, offer_id)
    again = sent_before()
    found = check_offer(store, offer) if again or offer.published_at is None else None
    if found is not None and found.bad and not again:
        return go("desk_offer_check", store.public_id, offer_id)
    if found is None:
        offers.publish_offer(by=actor, store=store, offer=offer_id)
    else:
        guard.publish_guarded(by=actor, store=store, offer=offer_id, check=found)
    messages.success(request, _("The offer is published."))
    return go("desk_offer", store.public_id, offer_id)


def check(request: HttpRequest, store_id: str, offer_id: str) -> HttpResponse:
    """What a draft would do to prices, worst first; publish with a reason, or take a limit."""
    store, actor = here(request, store_id)
    actor.require("offers", store.pk)
    offer = offer_of(store, offer_id)
    again = request.method == "POST" and sent_before()
    if offer.published_at is not None and not again:
        return go("desk_offer_paid", store.public_id, offer_id)
    found = check_offer(store, offer)
    if request.method != "POST":
        return _page(request, store, actor, offer, found)
    if request.POST.get("do") == "limit":
        return _limited(request, store, actor, offer, found)
    try:
        guard.publish_guarded(
            by=actor, store=store, offer=offer_id, check=found, reason=request.POST.get("reason", "")
        )
    except guard.ReasonNeeded as refusal:
        return _page(request, store, actor, offer, found, str(refusal.sentence))
    messages.success(request, _("The offer is published."))
    return go("desk_offer", store.public_id, offer_id)


def _limited(request: HttpRequest, store: Store, actor: Actor, offer: Offer, found: Check) -> HttpResponse:
    wanted = request.POST.get("kind", "")
    if sent_before():
        offers.change_offer(by=actor, store=store, offer=offer.public_id, terms=offer.terms)
        return go("desk_offer_check", store.public_id, offer.public_id)
    chosen = next(iter(limits_for(store, offer, found, wanted)), None) if wanted in LIMITS else None
    if chosen is not None:
        offers.change_offer(by=actor, store=store, offer=offer.public_id, terms=chosen.terms)
        messages.success(request, _("The limit is part of the draft now."))
    return go("desk_offer_check", store.public_id, offer.public_id)


def _page(
    request: HttpRequest, store: Store, actor: Actor, offer: Offer, found: Check, error: str = ""
) -> HttpResponse:
    teller = Teller(store, receipts_of(found))
    sought = "limits" in request.GET
    return show(
        request, "guard/check", store, actor, "desk_offers", status=422 if error else 200, subject=offer,
        draft=reverse("desk_offer", args=[store.public_id, offer.public_id]), limitable=True, gives="",
        bad=[teller.shown(one) for one in found.bad[:SHOWN]], bad_count=len(found.bad),
        before=[teller.shown(one) for one in found.before[:SHOWN]],
        limits=_limits(store, offer, found, teller) if sought else [], sought=sought,
        seek="?limits=1#limits",
        searched=searched(found, store), error=error, reason=request.POST.get("reason", ""), **asides(found, store),
    )  # fmt: skip


def _limits(store: Store, offer: Offer, found: Check, teller: Teller) -> list[dict[str, Any]]:
    return [{"kind": one.kind, "text": _words(one, teller)} for one in limits_for(store, offer, found)]


def _words(limit: Limit, teller: Teller) -> str:
    value = limit.value
    if isinstance(value, tuple):
        return _("Do not let it meet: %(steps)s") % {"steps": listed(_steps()[key] for key in value)}
    if limit.percent:
        return _("Take off only %(percent)s%%") % {"percent": f"{value / 100:g}"}
    return {
        "without": _("Leave out the products above (%(n)s)") % {"n": value},
        "threshold": _("Let it begin at %(amount)s") % {"amount": teller.money(value)},
        "less": _("Take off only %(amount)s") % {"amount": teller.money(value)},
    }[limit.kind]


def _steps() -> dict[str, str]:
    return {
        "store": _("spend and save"), "coupon": _("coupons of the store"), "category": _("coupons of the market"),
        "cross": _("spend and save across stores"), "points": _("points"), "cash": _("red envelopes"),
        "payment": _("red envelopes of the payment"), "freight": _("free delivery"),
    }  # fmt: skip
