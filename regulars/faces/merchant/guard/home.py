"""The store's floors, and what can fall under them now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.guard.planning import plan_page, plans_named
from regulars.faces.merchant.guard.saying import Shown, Teller
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.idempotency import sent_before
from regulars.ground.kit.refusals import Refusal
from regulars.people.merchants.queries import Store
from regulars.trade.guard import actions as guard
from regulars.trade.guard.queries import (
    Danger,
    dangers_of,
    least_margin,
    looked,
    lowest_prices,
    name_of,
    overrides_of,
    variants_named,
    without_cost,
)
from regulars.trade.guard.rules import beside, buyer_of, ladder
from regulars.trade.offers.rules import Receipt

SHOWN, COSTS = 12, 30


def home(request: HttpRequest, store_id: str) -> HttpResponse:
    """Dangers that stand, the floors, products without a cost, what was published all the same."""
    store, actor = here(request, store_id)
    actor.require("offers", store.pk)
    if request.method != "POST":
        return _page(request, store, actor, {})
    given = Given(request.POST, store.currency)
    try:
        _set(given, actor, store)
    except Refusal as refusal:
        given.take(refusal, {}, "margin")
    if given.errors:
        return _page(request, store, actor, given.errors)
    if not sent_before():
        guard.recheck(store)
    messages.success(request, _("Saved, and looked at again."))
    return go("desk_guard", store.public_id)


def _set(given: Given, actor: Actor, store: Store) -> None:
    do = given.text("do")
    if do == "margin":
        margin = given.percent("margin", low=0, most=90) or 0
        if not given.errors:
            guard.set_least_margin(by=actor, store=store, margin_bp=margin)
    elif do == "lowest":
        lowest = given.money("lowest", needed=True)
        if not given.errors:
            guard.set_lowest_price(by=actor, store=store, variant=given.text("variant"), lowest_minor=lowest)
    elif do == "no-lowest":
        guard.set_lowest_price(by=actor, store=store, variant=given.text("variant"), lowest_minor=None)


def _page(request: HttpRequest, store: Store, actor: Actor, errors: dict[str, str]) -> HttpResponse:
    dangers, missing, seen = list(dangers_of(store)), without_cost(store), looked(store)
    margin = least_margin(store)
    return show(
        request, "guard/home", store, actor, "desk_guard", status=422 if errors else 200, errors=errors,
        dangers=_shown(store, dangers[:SHOWN]), danger_count=len(dangers), margin=f"{margin / 100:g}" if margin else "",
        lowest=[_lowest(row, store) for row in lowest_prices(store)], choices=_choices(store),
        missing=[_missing(row, store) for row in missing[:COSTS]], missing_count=missing.count(),
        looked_at=seen.done_at if seen else None, overrides=[_kept(row, store) for row in overrides_of(store)[:SHOWN]],
    )  # fmt: skip


def _shown(store: Store, dangers: list[Danger]) -> list[Shown]:
    receipts = {row.public_id: Receipt.from_json(row.receipt) for row in dangers}
    teller, plans = (
        Teller(store, receipts),
        plans_named(store, {row.sold_by for row in dangers if row.sold_by}),
    )
    found = []
    for row in dangers:
        receipt = receipts[row.public_id]
        also, steps = beside(receipt), ladder(receipt, row.commission_bp, row.floor_minor)
        names = variants_named(store, [also.variant_id]) if also and also.variant_id else {}
        filler = names.get(also.variant_id, "") if also else ""
        planned = plans.get(row.sold_by)
        basket = teller.basket(teller.goods(row.variant, planned), steps, also, filler)
        found.append(teller.drawn(row.variant, steps, receipt, buyer_of(receipt), basket, True, planned))
    return found


def _kept(row: Any, store: Store) -> dict[str, Any]:
    page = (
        plan_page(store, row.path)
        if row.path
        else reverse("desk_offer_paid", args=[store.public_id, row.offer_ref])
    )
    return {"title": row.title, "href": page, "at": row.at, "reason": row.reason}


def _lowest(row: Any, store: Store) -> dict[str, Any]:
    return {"variant": row.variant.public_id, "title": name_of(row.variant), "minor": row.lowest_minor}


def _choices(store: Store) -> list[tuple[str, str]]:
    return sorted(variants_named(store).items(), key=lambda one: one[1])


def _missing(row: Any, store: Store) -> dict[str, str]:
    return {
        "title": name_of(row),
        "href": reverse("desk_product", args=[store.public_id, row.product.public_id]),
    }
