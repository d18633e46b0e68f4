"""One offer: planned, explained, tried, published, changed, stopped."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.guard.check import publish as guarded
from regulars.faces.merchant.shop.offers import form
from regulars.faces.merchant.shop.offers.example import terms_from, worked
from regulars.faces.merchant.shop.offers.lists import LOOK, labels, used
from regulars.faces.merchant.shop.offers.plans import PLANS, Plan, plan_of
from regulars.faces.merchant.shop.offers.recipes import RECIPES, filled, past_of
from regulars.faces.merchant.shop.offers.scope import Choices, shuts
from regulars.faces.merchant.shop.offers.words import Saying
from regulars.goods.catalog.queries import Filters, product_of, products_of_store, said
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.loyalty.members.queries import programme_of
from regulars.people.merchants.queries import Store
from regulars.trade.offers import actions as offers
from regulars.trade.offers.queries import Offer, budget_of, figures_of, offer_of, state_of
from regulars.trade.offers.queries.speaking import names_of, spoken
from regulars.trade.offers.rules.saying import Definition, ids_in

PLACES = {"code": "word", "cap": "word", "terms": "title", "pot": "pot_max", "cap_minor": "budget"}


def new(request: HttpRequest, store_id: str, plan_key: str) -> HttpResponse:
    """A new offer of one plan."""
    store, actor = here(request, store_id)
    actor.require("offers", store.pk)
    if plan_key not in PLANS:
        raise NotFound()
    plan = PLANS[plan_key]
    if request.method != "POST":
        values, reasons = _started(request, store, plan)
        known = _read(store, Given(_as_sent(values), store.currency), plan) if reasons else None
        return _page(request, store, actor, plan, values, read=known, reasons=reasons)
    given = Given(request.POST, store.currency)
    read = _read(store, given, plan)
    if given.errors or request.POST.get("do") == "preview":
        return _page(request, store, actor, plan, form.typed(request.POST), given.errors, read)
    word = given.text("word") if "word" in plan.fields else ""
    publish = request.POST.get("do") == "publish"
    try:
        made = offers.make_offer(by=actor, store=store, given=read, word=word, publish=False)
    except Refusal as refusal:
        _note(given, refusal)
        return _page(request, store, actor, plan, form.typed(request.POST), given.errors, read)
    if publish:
        return guarded(request, store, actor, made)
    messages.success(request, _("The draft is saved."))
    return go("desk_offer", store.public_id, made)


def _started(request: HttpRequest, store: Store, plan: Plan) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """What a new form shows, and why, when it was begun from a recipe."""
    recipe = RECIPES.get(request.GET.get("recipe", ""))
    if recipe is None or recipe.plan != plan.key:
        return form.starting(plan), []
    values, reasons = filled(recipe, past_of(store))
    return form.starting(plan) | values, reasons


def _as_sent(values: dict[str, Any]) -> QueryDict:
    """Values of the form as a browser would send them."""
    sent = QueryDict(mutable=True)
    for name, value in values.items():
        if value is True:
            sent[name] = "on"
        elif value is not False:
            sent.setlist(name, value if isinstance(value, list) else [str(value)])
    return sent


def _read(store: Store, given: Given, plan: Plan) -> dict[str, Any]:
    """What was typed; products of other stores are answered as not there."""
    read = form.read(given, plan, Choices(store))
    known = {one["id"] for one in goods(store)}
    scope = read["terms"].get("scope") or {}
    named = scope.get("ids", ()) if scope.get("by") == "product" else ()
    for public_id in (*named, *scope.get("without_products", ())):
        if public_id not in known:
            product_of(store, public_id)
    return read


def _note(given: Given, refusal: Refusal) -> None:
    if isinstance(refusal, NotFound):
        raise refusal
    place = PLACES.get(refusal.param or "", refusal.param or "title")
    given.refuse(place, str(refusal.sentence))


def goods(store: Store) -> list[dict[str, str]]:
    """Products to tick, the newest 200."""
    first = products_of_store(store, Filters(), size=100)
    rest = (
        products_of_store(store, Filters(), size=100, cursor=first.next_cursor) if first.next_cursor else None
    )
    rows = [*first.items, *(rest.items if rest else ())]
    return [{"id": row.public_id, "title": said(row.title, row.title_zh)} for row in rows]


def one(request: HttpRequest, store_id: str, offer_id: str) -> HttpResponse:
    """An offer of the store; a draft can change in everything, a published one in title, end and limits."""
    store, actor = here(request, store_id)
    actor.require("offers", store.pk)
    offer = offer_of(store, offer_id)
    plan = plan_of(offer.kind, offer.terms, offer.exclusive)
    budget = budget_of(offer)
    values = form.shown(store, offer, budget)
    if request.method != "POST":
        return _page(request, store, actor, plan, values, offer=offer)
    given = Given(request.POST, store.currency)
    kept = values if offer.published_at else {}
    read = _changes(given) if offer.published_at else _read(store, given, plan)
    if not offer.published_at and request.POST.get("do") == "preview":
        return _page(request, store, actor, plan, form.typed(request.POST), given.errors, read, offer)
    if not given.errors and _changed(given, actor, store, offer, read):
        messages.success(request, _("Saved."))
        return go("desk_offer", store.public_id, offer.public_id)
    return _page(
        request, store, actor, plan, kept | form.typed(request.POST), given.errors,
        None if offer.published_at else read, offer,
    )  # fmt: skip


def _changes(given: Given) -> dict[str, Any]:
    """What may change once shoppers rely on an offer."""
    if not given.text("title"):
        given.refuse("title", _("Give the offer a title that shoppers will see."))
    found = {
        "title": given.text("title"),
        "title_zh": given.text("title_zh"),
        "ends_at": given.moment("ends_at"),
    }
    limits: dict[str, Any] = {}
    if "cap_count" in given.post:
        limits["cap_count"] = given.whole("cap_count")
    if "budget" in given.post:
        limits["cap_minor"] = given.money("budget", needed=True)
    return found | limits


def _changed(given: Given, actor: Actor, store: Store, offer: Offer, read: dict[str, Any]) -> bool:
    try:
        offers.change_offer(by=actor, store=store, offer=offer.public_id, **read)
    except Refusal as refusal:
        _note(given, refusal)
    return not given.errors


def change_state(request: HttpRequest, store_id: str, offer_id: str) -> HttpResponse:
    """Publish or stop."""
    store, actor = here(request, store_id)
    actor.require("offers", store.pk)
    if request.POST.get("state") == "publish":
        return guarded(request, store, actor, offer_id)
    try:
        offers.stop_offer(by=actor, store=store, offer=offer_id)
        messages.success(request, _("The offer is stopped. Orders already placed keep it."))
    except offers.StillPromised as refusal:
        messages.error(request, str(refusal.sentence))
    return go("desk_offer", store.public_id, offer_id)


def preview(request: HttpRequest, store_id: str, plan_key: str) -> HttpResponse:
    """The rule in words and a worked example, as a part of the page, while somebody types."""
    store, actor = here(request, store_id)
    actor.require("offers", store.pk)
    if plan_key not in PLANS:
        raise NotFound()
    plan = PLANS[plan_key]
    given = Given(request.POST, store.currency)
    context = explained(store, plan, _read(store, given, plan))
    return render(request, "merchant/shop/offer_preview.html", context | {"store": store})


def explained(store: Store, plan: Plan, read: dict[str, Any] | None) -> dict[str, Any]:
    """`rule`, `limits` and `example` of what is typed so far; empty where it does not suffice yet."""
    nothing: dict[str, Any] = {"rule": "", "limits": [], "example": None, "planned": read}
    if read is None or not read["starts_at"] or not read["ends_at"]:
        return nothing
    try:
        terms = terms_from(store, read)
    except (ValueError, TypeError, KeyError):
        return nothing
    saying = Saying(store.currency)
    example = worked(store, terms)
    return nothing | {
        "rule": saying.rule(plan.kind, read["terms"]),
        "limits": told(store, read),
        "example": example,
    }


def told(store: Store, read: dict[str, Any]) -> list[str]:
    """Every rule of what is typed so far, in words, as its owner reads them."""
    terms = read["terms"]
    return spoken(
        Definition(
            kind=read["kind"], currency=store.currency, terms=terms, starts_at=read["starts_at"],
            ends_at=read["ends_at"], claimable=read["claimable"], exclusive=read["exclusive"],
            per_person=read["per_person"], cap_count=read["cap_count"], cap_minor=read["cap_minor"],
            names=names_of(ids_in(terms)),
        ),
        "owner",
    )  # fmt: skip


def _page(
    request: HttpRequest, store: Store, actor: Actor, plan: Plan, values: dict[str, Any],
    errors: dict[str, str] | None = None, read: dict[str, Any] | None = None, offer: Offer | None = None,
    reasons: list[dict[str, str]] | None = None,
) -> HttpResponse:  # fmt: skip
    scoped = "scope" in plan.fields or "scope-needed" in plan.fields
    known = explained(store, plan, read or _stored(offer))
    return show(
        request, "shop/offer", store, actor, "desk_offers", status=422 if errors else 200, plan=plan, values=values,
        errors=errors or {}, listed=[{"text": text, "href": f"#f-{name}"} for name, text in (errors or {}).items()],
        changed=read is not None or bool(errors), tiers=_tiers(store), weekdays=_weekdays(),
        goods=goods(store) if scoped else [], offer=offer, choices=Choices(store) if scoped else None,
        shuts=shuts(plan.kind), reasons=reasons or [],
        back=reverse("desk_offers", args=[store.public_id]), preview_url=reverse(
            "desk_offer_preview", args=[store.public_id, plan.key]
        ), **known, **_standing(offer),
    )  # fmt: skip


def _tiers(store: Store) -> list[tuple[str, str]]:
    """For whom an offer can be; nothing to choose without a programme."""
    running = programme_of(store)
    if running is None:
        return []
    names = [tier.name for tier in running.rules.tiers]
    members = [("1", _("All members"))]
    rest = [
        (str(at), _("Members from “%(tier)s” on") % {"tier": name}) for at, name in enumerate(names[1:], 2)
    ]
    return [("", _("Everybody")), *members, *rest]


def _weekdays() -> list[tuple[str, str]]:
    return [(str(day), str(WEEKDAYS[day])) for day in range(7)]


def _stored(offer: Offer | None) -> dict[str, Any] | None:
    if offer is None:
        return None
    budget = budget_of(offer)
    return {
        "kind": offer.kind, "title": offer.title, "title_zh": offer.title_zh, "terms": offer.terms,
        "starts_at": offer.starts_at,
        "ends_at": offer.ends_at, "claimable": offer.claimable, "exclusive": offer.exclusive,
        "per_person": offer.per_person, "cap_minor": budget.cap_minor if budget else None,
        "cap_count": budget.cap_count if budget else None,
    }  # fmt: skip


def _standing(offer: Offer | None) -> dict[str, Any]:
    if offer is None:
        return {"state": "", "state_label": "", "used": None, "figures": None}
    state = state_of(offer)
    return {
        "state": LOOK[state], "state_label": labels()[state], "figures": figures_of(offer),
        "used": used(offer, budget_of(offer), Saying(offer.currency)),
    }  # fmt: skip
