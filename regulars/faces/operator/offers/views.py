"""The market's own offers: spend and save across stores, red envelopes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.operator.frame import here, show, turns, views
from regulars.faces.operator.offers import form, guard
from regulars.faces.operator.offers.saying import LOOK, funding, kinds, labels, rule, used
from regulars.goods.catalog.queries import said
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.pages import page
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.people.merchants.queries import market
from regulars.trade.offers import actions as offers
from regulars.trade.offers.queries import (
    Offer,
    budget_of,
    counted,
    describe,
    figures_of,
    joined_counts,
    joinings_of,
    offer_of,
    offers_of,
    state_of,
)
from regulars.trade.offers.queries.speaking import rules_in_words

PLACES = {"cap_minor": "budget", "pot": "pot_max", "terms": "title"}


def index(request: HttpRequest) -> HttpResponse:
    """The market's offers by state."""
    actor = here(request)
    state = request.GET.get("state", "")
    asked = {"state": state if state in labels() else ""}
    found = page(offers_of(None, asked["state"]), cursor=request.GET.get("cursor", ""), size=30)
    joined = joined_counts(found.items)
    return show(
        request,
        "offers",
        actor,
        "console_offers",
        asked=asked,
        rows=[_row(row, joined) for row in found.items],
        views=views(asked, "state", {"": _("All")} | labels()),
        extra=turns(found, asked),
    )


def _row(offer: Offer, joined: dict[int, int]) -> dict[str, object]:
    state = state_of(offer)
    return {
        "id": offer.public_id,
        "href": reverse("console_offer", args=[offer.public_id]),
        "title": said(offer.title, offer.title_zh),
        "rule": rule(describe(offer)),
        "kind": kinds().get(offer.kind, offer.kind),
        "state": LOOK[state],
        "state_label": labels()[state],
        "used": used(budget_of(offer), offer.currency),
        "taken_minor": counted(offer).amount_minor,
        "currency": offer.currency,
        "crosses": offer.kind == "cross-store",
        "joined": joined.get(offer.pk, 0),
        "starts_at": offer.starts_at,
        "ends_at": offer.ends_at,
    }


def new(request: HttpRequest, kind: str) -> HttpResponse:
    """A new offer of one kind."""
    actor = here(request, "market.offers")
    if kind not in form.KINDS:
        raise NotFound()
    if request.method != "POST":
        return _form(request, actor, kind, form.starting(kind), {})
    given = Given(request.POST)
    read = form.read(given, kind)
    if not given.errors:
        try:
            made = offers.create_offer(by=actor, store=None, kind=kind, **read)
        except Refusal as refusal:
            given.take(refusal, PLACES, "title")
        else:
            messages.success(request, _("The draft is saved. Shoppers see it when you publish it."))
            return go("console_offer", made.public_id)
    return _form(request, actor, kind, request.POST.dict(), given.errors)


def _form(
    request: HttpRequest,
    actor: Actor,
    kind: str,
    values: Mapping[str, object],
    errors: dict[str, str],
    offer: Offer | None = None,
) -> HttpResponse:
    return show(
        request,
        "offer_form",
        actor,
        "console_offers",
        status=422 if errors else 200,
        kind=kind,
        values=values,
        kind_label=kinds()[kind],
        errors=errors,
        listed=[{"text": t, "href": f"#f-{n}"} for n, t in errors.items()],
        offer=offer,
        fixed=bool(offer and offer.published_at),
        currency=offer.currency if offer else market().currency,
    )


def one(request: HttpRequest, offer_id: str) -> HttpResponse:
    """One offer: its rule, its money, who joined."""
    actor = here(request)
    offer = offer_of(None, offer_id)
    state = state_of(offer)
    crosses = offer.kind == "cross-store"
    joined = list(joinings_of(offer)[:200]) if crosses else []
    return show(
        request,
        "offer",
        actor,
        "console_offers",
        offer=offer,
        state=LOOK[state],
        state_label=labels()[state],
        rule=rule(describe(offer)),
        rules=rules_in_words([offer], "owner")[offer.pk],
        kind_label=kinds().get(offer.kind, offer.kind),
        code=state,
        figures=figures_of(offer),
        used=used(budget_of(offer), offer.currency),
        funding=funding(offer.terms.get("store_bp") or 0),
        crosses=crosses,
        joined=joined,
        editable=offer.kind in form.KINDS,
    )


def change(request: HttpRequest, offer_id: str) -> HttpResponse:
    """A draft changes in everything, a published offer in title, end and limits."""
    actor = here(request, "market.offers")
    offer = offer_of(None, offer_id)
    if offer.kind not in form.KINDS:
        raise NotFound()
    if request.method != "POST":
        return _form(request, actor, offer.kind, form.shown(offer, budget_of(offer)), {}, offer)
    given = Given(request.POST, offer.currency)
    read = _still_free(given, offer) if offer.published_at else form.read(given, offer.kind)
    if not given.errors:
        try:
            offers.change_offer(by=actor, store=None, offer=offer.public_id, **read)
        except Refusal as refusal:
            given.take(refusal, PLACES, "title")
        else:
            messages.success(request, _("Saved."))
            return go("console_offer", offer.public_id)
    kept = form.shown(offer, budget_of(offer)) if offer.published_at else {}
    return _form(request, actor, offer.kind, kept | request.POST.dict(), given.errors, offer)


def _still_free(given: Given, offer: Offer) -> dict[str, Any]:
    found: dict[str, Any] = {
        "title": given.text("title", needed=_("Give the offer a title that shoppers will see.")),
        "title_zh": given.text("title_zh"),
        "ends_at": given.moment("ends_at"),
    }
    if offer.kind == "cross-store":
        return found | {"cap_count": given.whole("cap_count")}
    return found | {"cap_minor": given.money("budget", needed=True)}


def change_state(request: HttpRequest, offer_id: str) -> HttpResponse:
    """Publish or stop."""
    actor = here(request, "market.offers")
    if request.POST.get("state") == "publish":
        route = guard.publish(actor, offer_id)
        if route == "console_offer":
            messages.success(request, _("The offer is published."))
        return go(route, offer_id)
    offers.stop_offer(by=actor, store=None, offer=offer_id)
    messages.success(request, _("The offer is stopped. Orders already placed keep it."))
    return go("console_offer", offer_id)
