"""The page of kinds: what each is for, an example in money of the store's own goods, and when to leave it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.shop.offers.example import first_goods, terms_from, worked
from regulars.faces.merchant.shop.offers.plans import PLANS, Plan
from regulars.faces.merchant.shop.offers.recipes import RECIPES, nice_up, past_of, share_of
from regulars.ground.kit import clock
from regulars.people.merchants.queries import Store

Words = str | Promise

COSTS: dict[str, tuple[Words, Words]] = {
    "coupon": (
        _("What comes off, for each coupon used. One that nobody uses costs nothing."),
        _("When people buy at full price anyway: then you pay them for nothing."),
    ),
    "code": (
        _("What comes off, for each order with the word."),
        _("Where it will be collected and passed on: then it is a lower price for everybody."),
    ),
    "chosen": (
        _("What comes off, for each of the people you choose who comes."),
        _("As a habit: who always gets one waits for it."),
    ),
    "product-coupon": (
        _("What comes off these products; the rest of the basket pays in full."),
        _("For your best sellers: they need no help."),
    ),
    "envelope": (
        _("At most the budget, whatever happens."),
        _("With a budget so small that most find it empty."),
    ),
    "save": (
        _(
            "What comes off in every basket that reaches a step, also those that would have reached it anyway."
        ),
        _("When most baskets are above the first step already: raise it first."),
    ),
    "price": (
        _("The difference for every piece sold."),
        _("Again and again on the same goods: the old price loses its meaning."),
    ),
    "birthday": (
        _("What comes off, once a year for each member who comes."),
        _("Without a membership programme: nobody has told you their day."),
    ),
    "freight": (
        _("The freight of every parcel from the threshold on."),
        _("For heavy or bulky goods, unless the threshold carries it."),
    ),
}
# What other parts of the house plan for a store, by the route of their first page.
BEYOND: tuple[tuple[str, str, Words, Words, Words], ...] = (
    ("desk_drops", "clock", _("Drop"), _("A limited number at a given second, fair to everybody."),
     _("When there is enough for all: then it is only a queue.")),
    ("desk_presales", "calendar", _("Presale"), _("A deposit now, the rest when the goods are there."),
     _("When you do not know the day of delivery.")),
    ("desk_lotteries", "gift", _("Lottery"), _("A draw that anyone can check."),
     _("Instead of a fair price.")),
    ("desk_trial_new", "star", _("Trial"), _("People try a product and report in public."),
     _("For a product that is not ready.")),
    ("desk_services", "return", _("Service plan"), _("Care sold with a product, used up over time."),
     _("When nobody in your store can do the work.")),
    ("desk_agreements", "edit", _("Made to order"), _("Specification, price, dates and duties, agreed by both."),
     _("For goods that lie on the shelf.")),
)  # fmt: skip


def choose(request: HttpRequest, store_id: str) -> HttpResponse:
    """What would you like to do: recipes first, then every kind."""
    store, actor = here(request, store_id)
    actor.require("offers", store.pk)
    product = first_goods(store)
    past = past_of(store)
    return show(
        request, "shop/offer_choose", store, actor, "desk_offers", recipes=list(RECIPES.values()), past=past,
        kinds=[_kind(store, plan, product, past.usual) for plan in PLANS.values()], beyond=list(_beyond(store)),
    )  # fmt: skip


def _kind(store: Store, plan: Plan, product: Any, usual: int) -> dict[str, Any]:
    cost, never = COSTS[plan.key]
    terms = terms_from(store, sample(plan, store, usual, product))
    return {
        "plan": plan,
        "cost": cost,
        "never": never,
        "example": worked(store, terms, product) if product else None,
    }


def sample(plan: Plan, store: Store, usual: int, product: Any) -> dict[str, Any]:
    """An offer of the kind as one would make it here, to show what it does."""
    over = nice_up(usual, store.currency)
    off = share_of(over, 10, store.currency)
    terms: dict[str, Any] = {"tiers": [{"threshold_minor": over, "off_minor": off}]}
    if plan.key == "price":
        terms = {"tiers": [{"threshold_minor": 0, "percent_bp": 2000}]}
    elif plan.key == "freight":
        free = store.free_freight_from_minor
        over = over if free is None else min(over, share_of(free, 60, store.currency))
        terms = {"tiers": [{"threshold_minor": over, "percent_bp": 10_000}]}
    elif plan.key == "birthday":
        terms = {"tiers": [{"threshold_minor": 0, "off_minor": off}]}
    if plan.key in ("price", "product-coupon") and product is not None:
        terms["scope"] = {"by": "product", "ids": [product.public_id]}
    if plan.key == "code":
        terms["needs_code"] = True
    now = clock.now()
    return {
        "kind": plan.kind, "title": str(plan.name), "terms": terms, "starts_at": now, "ends_at": now + timedelta(days=7),
        "claimable": plan.key in ("coupon", "chosen", "product-coupon", "envelope", "birthday"),
    }  # fmt: skip


def _beyond(store: Store) -> Any:
    for route, icon, name, text, never in BEYOND:
        try:
            href = reverse(route, args=[store.public_id])
        except NoReverseMatch:
            continue
        yield {"href": href, "icon": icon, "name": name, "text": text, "never": never}
