"""The guard before a drop, presale, lottery, trial or service plan is published: the same page as before an offer is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.going import go
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.guard.saying import Teller, asides, receipts_of, searched
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.idempotency import sent_before
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.people.merchants.queries import Store
from regulars.trade.draws import actions as draws
from regulars.trade.drops import actions as drops
from regulars.trade.guard import actions as guard
from regulars.trade.guard.queries import Check, check_plan, override_of
from regulars.trade.offers.hooks import Planned
from regulars.trade.offers.queries import planned_of
from regulars.trade.presales import actions as presales
from regulars.trade.services import actions as services

SHOWN = 12
EVER = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Publisher:
    """How one thing that is planned is published by its own app."""

    kind: str
    ref: str

    def __call__(self, *, by: Actor, store: Store) -> object:
        """Publish it. Raises what the app refuses with."""
        if self.kind == "drop":
            return drops.publish_drop(by=by, store=store, drop=self.ref)
        if self.kind == "presale":
            return presales.publish_presale(by=by, store=store, presale=self.ref)
        if self.kind == "lottery":
            return draws.publish(by=by, store=store, lottery_id=self.ref)
        if self.kind == "trial":
            return draws.publish_trial(by=by, store=store, trial_id=self.ref)
        if self.kind == "service":
            return services.publish_plan(by=by, store=store, plan=self.ref)
        raise NotFound()


def _done(kind: str) -> str:
    return {
        "drop": _("The drop is announced, and its pieces are set aside."),
        "presale": _("The presale is published."),
        "lottery": _("Published. The prizes are set aside, and what decides the draw is fixed."),
        "trial": _("Published. The pieces are set aside."),
        "service": _("It is sold with your goods from now on."),
    }[kind]


def plans_named(store: Store, refs: Collection[str]) -> dict[str, Planned]:
    """What is or was planned in the store, of these public ids."""
    return {one.ref: one for one in planned_of(store, *EVER) if one.ref in refs} if refs else {}


def plan_page(store: Store, path: str) -> str:
    """The page of something planned, from its path below the desk."""
    return reverse("desk_offers", args=[store.public_id]).removesuffix("offers/") + path


def publish(request: HttpRequest, store: Store, actor: Actor, ref: str) -> HttpResponse:
    """Publish a draft when the guard finds nothing that it brings about, else lead to what it found.

    Raises what publishing refuses with, NotFound for what is not the store's.
    """
    actor.require("offers", store.pk)
    plan = _plan(store, ref)
    if plan.state != "draft" and not sent_before():
        Publisher(plan.kind, ref)(by=actor, store=store)
        return HttpResponseRedirect(plan_page(store, plan.path), status=303)
    found = check_plan(store, plan)
    if found.stops and not sent_before():
        return go("desk_plan_check", store.public_id, ref)
    return _publish(request, store, actor, plan, found, "")


def _publish(
    request: HttpRequest, store: Store, actor: Actor, plan: Planned, found: Check, reason: str
) -> HttpResponse:
    guard.publish_plan(
        by=actor, store=store, plan=plan, check=found, publish=Publisher(plan.kind, plan.ref), reason=reason
    )
    messages.success(request, _done(plan.kind))
    return HttpResponseRedirect(plan_page(store, plan.path), status=303)


def check(request: HttpRequest, store_id: str, ref: str) -> HttpResponse:
    """What a draft would do to prices, worst first; publish with a reason."""
    store, actor = here(request, store_id)
    actor.require("offers", store.pk)
    plan = _plan(store, ref)
    page = plan_page(store, plan.path)
    if plan.state != "draft" and not (request.method == "POST" and sent_before()):
        return HttpResponseRedirect(page, status=303)
    found = check_plan(store, plan)
    if request.method != "POST":
        return _page(request, store, actor, plan, found)
    try:
        return _publish(request, store, actor, plan, found, request.POST.get("reason", ""))
    except guard.ReasonNeeded as refusal:
        return _page(request, store, actor, plan, found, str(refusal.sentence))
    except Refusal as refusal:
        if refusal.status in (401, 403, 404):
            raise
        messages.error(request, str(refusal.sentence))
        return HttpResponseRedirect(page, status=303)


def _plan(store: Store, ref: str) -> Planned:
    found = plans_named(store, {ref}).get(ref)
    if found is None:
        raise NotFound()
    return found


def _page(
    request: HttpRequest, store: Store, actor: Actor, plan: Planned, found: Check, error: str = ""
) -> HttpResponse:
    teller = Teller(store, receipts_of(found))
    return show(
        request, "guard/check", store, actor, "desk_offers", status=422 if error else 200, subject=plan,
        draft=plan_page(store, plan.path), limitable=False, limits=[], sought=False,
        gives=teller.money(found.gives_minor) if found.gives_minor else "",
        bad=[teller.shown(one) for one in found.bad[:SHOWN]], bad_count=len(found.bad),
        before=[teller.shown(one) for one in found.before[:SHOWN]], searched=searched(found, store), error=error,
        reason=request.POST.get("reason", ""), **asides(found, store),
    )  # fmt: skip


def around(store: Store, ref: str, draft: bool) -> dict[str, Any]:
    """What the page of something planned says of the guard: the way to the check of a draft, or the reason on record."""
    if draft:
        return {"href": reverse("desk_plan_check", args=[store.public_id, ref])}
    return {"override": override_of(store, ref)}
