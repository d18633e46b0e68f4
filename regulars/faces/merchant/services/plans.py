"""All plans of the store, and one of them: what it promises, its versions, what was sold."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.going import go
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.guard import planning
from regulars.faces.merchant.services import words
from regulars.goods.catalog.queries import said
from regulars.ground.kit.refusals import BadInput
from regulars.people.merchants.queries import Store
from regulars.trade.services import actions
from regulars.trade.services.queries import (
    claims_due,
    contracts_of,
    current,
    plan_of,
    plans_of,
    refund_words,
    seen,
    state_of,
    title_of,
    unearned_of,
    versions_of,
    words_of,
)

Row = Any
SHOWN = 50


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """Every plan, the newest first, with what is sold and what is still to be earned."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    return show(
        request,
        "services/index",
        store,
        actor,
        "desk_services",
        rows=[_row(store, row) for row in plans_of(store)],
        sums=unearned_of(store, store.currency) if actor.may("money") else None,
        due=claims_due(store),
    )


def _row(store: Store, row: Row) -> dict[str, Any]:
    definition = current(row)
    return {
        "id": row.public_id,
        "href": reverse("desk_service", args=[store.public_id, row.public_id]),
        "title": title_of(definition),
        "sub": words_of(definition, row.currency)[0],
        "state": words.plan_state(state_of(row)),
        "version": row.version,
        "days": definition.days,
        "sold": row.sold,
        "alive": row.alive,
    }


def one(request: HttpRequest, store_id: str, plan_id: str) -> HttpResponse:
    """One plan with its versions and its contracts."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = plan_of(store, plan_id)
    definition = current(row)
    sold = contracts_of(store).filter(plan=row)[:SHOWN]
    return show(
        request,
        "services/one",
        store,
        actor,
        "desk_services",
        plan=row,
        title=title_of(definition),
        state=words.plan_state(state_of(row)),
        code=state_of(row),
        guard=planning.around(store, row.public_id, state_of(row) == "draft"),
        covered=said(definition.covered, definition.covered_zh),
        terms=said(definition.terms, definition.terms_zh),
        rules=[*words_of(definition, row.currency), *refund_words()],
        versions=[_version(each, row) for each in versions_of(row)],
        contracts=[_contract(each) for each in sold],
    )


def _version(each: Row, plan: Row) -> dict[str, Any]:
    definition = each.definition
    return {
        "number": each.number,
        "at": each.at,
        "words": " ".join(words_of(definition, plan.currency)[:3]),
        "current": each.number == plan.version,
    }


def _contract(row: Row) -> dict[str, Any]:
    one = seen(row, opened=False)
    return {
        "id": row.public_id,
        "holder": str(row.person),
        "product": said(row.product_title, row.product_title_zh),
        "version": row.version.number,
        "left": one.days_left if one.stage in ("running", "waiting") else 0,
        "part": f"{one.days_left} / {row.days}" if one.stage in ("running", "waiting") else "–",
        "claims": f"{row.claims_used} / {row.claims_most}",
        "paid": row.paid_minor,
        "currency": row.currency,
        "stage": {
            "waiting": ("scheduled", _("not started")),
            "running": ("active", _("running")),
            "over": ("ended", _("over")),
            "refunded": ("refunded", _("given back")),
        }[one.stage],
    }


def change_state(request: HttpRequest, store_id: str, plan_id: str) -> HttpResponse:
    """Sell it from now on, or no longer."""
    store, actor = here(request, store_id)
    wish = request.POST.get("state", "")
    if wish == "publish":
        return planning.publish(request, store, actor, plan_id)
    if wish == "stop":
        actions.stop_plan(by=actor, store=store, plan=plan_id)
        messages.success(request, _("It is sold no longer. What was sold goes on as promised."))
    else:
        raise BadInput(param="state")
    return go("desk_service", store.public_id, plan_id)
