"""Claims of service plans on which holder and store could not agree: the market decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.operator.confirming import confirmed, proved
from regulars.faces.operator.frame import here, show, views
from regulars.goods.catalog.queries import said
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.trade.orders import actions as orders
from regulars.trade.services.queries import (
    ServiceClaim,
    any_claim,
    asked_pictures,
    disputes,
    is_late,
    result_pictures,
    seen,
    steps_of_claim,
    title_of,
    words_of,
)

SHOWN = 100
OUTCOMES = ("again", "refund", "stand")


def index(request: HttpRequest) -> HttpResponse:
    """The queue, and what was decided before."""
    actor = here(request)
    asked = {"show": "all" if request.GET.get("show") == "all" else ""}
    found = disputes(open_only=not asked["show"])[:SHOWN]
    return show(
        request,
        "service_claims",
        actor,
        "console_service_claims",
        rows=[_row(row) for row in found],
        views=views(asked, "show", {"": _("Awaiting decision"), "all": _("Decided")}),
    )


def _row(row: ServiceClaim) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "href": reverse("console_service_claim", args=[row.public_id]),
        "title": said(row.contract.product_title, row.contract.product_title_zh),
        "plan": title_of(row.contract.version.definition),
        "store": said(row.store.name, row.store.name_zh),
        "person": str(row.person),
        "since": row.disputed_at,
        "state": _state(row),
    }


def _state(row: ServiceClaim) -> tuple[str, str]:
    if row.state == "disputed":
        return "in_review", _("awaiting decision")
    told = {"again": _("the store does it"), "refund": _("money back"), "stand": _("the store was right")}
    return "closed", told.get(row.outcome, _("closed"))


def one(request: HttpRequest, claim_id: str) -> HttpResponse:
    """One dispute with both sides, the plan's words and the pictures."""
    return _page(request, here(request), claim_id)


def _page(
    request: HttpRequest, actor: Actor, claim_id: str, errors: dict[str, str] | None = None
) -> HttpResponse:
    row = any_claim(claim_id)
    if row.disputed_at is None:
        raise NotFound()
    contract = seen(row.contract, opened=True)
    may_see = actor.may("market.orders")
    return show(
        request,
        "service_claim",
        actor,
        "console_service_claims",
        status=422 if errors else 200,
        claim=row,
        contract=row.contract,
        state=_state(row),
        product=said(row.contract.product_title, row.contract.product_title_zh),
        plan=title_of(contract.definition),
        covered=said(contract.definition.covered, contract.definition.covered_zh),
        terms=said(contract.definition.terms, contract.definition.terms_zh),
        rules=words_of(contract.definition, row.contract.currency),
        most_minor=row.contract.paid_minor - row.contract.refunded_minor,
        late=is_late(row),
        asked_pictures=_pictures(asked_pictures(row)) if may_see else [],
        result_pictures=_pictures(result_pictures(row)) if may_see else [],
        steps=list(_steps(row)),
        errors=errors or {},
        answer=request.POST.get("answer", "")[:500],
        outcome=request.POST.get("outcome", ""),
        refund_text=request.POST.get("refund", "")[:20],
        sure=confirmed(request),
    )


def _pictures(rows: list[Any]) -> list[dict[str, str]]:
    return [
        {
            "href": reverse("service_picture", args=[one.public_id]),
            "src": reverse("service_picture", args=[one.public_id]) + "?w=320",
            "alt": one.alt,
        }
        for one in rows
    ]


def _steps(row: ServiceClaim) -> Any:
    titles = {
        "asked": _("Asked for"),
        "accepted": _("Accepted"),
        "refused": _("Refused"),
        "received": _("Work began"),
        "done": _("Done"),
        "disputed": _("The market was asked to decide"),
        "settled": _("The market decided"),
        "ended": _("The goods went back; the plan and this claim ended"),
    }
    holder = _("the holder")
    who = {"shopper": holder, "guest": holder, "staff": _("the store"), "operator": _("the market")}
    for each in reversed(steps_of_claim(row)):
        yield {
            "title": titles.get(each.kind, each.kind),
            "at": each.at,
            "who": who.get(each.by_kind, ""),
            "note": each.note,
            "kind": "bad" if each.kind in ("refused", "disputed") else "done",
        }


def decide(request: HttpRequest, claim_id: str) -> HttpResponse:
    """The store does it, money goes back, or the store was right."""
    actor = here(request, "market.orders")
    row = any_claim(claim_id)
    given = Given(request.POST, row.contract.currency)
    outcome = request.POST.get("outcome", "")
    if outcome not in OUTCOMES:
        given.refuse("outcome", _("Choose what becomes of it."))
    refund = given.money("refund", needed=outcome == "refund") if outcome == "refund" else 0
    if given.errors or not proved(request, given):
        return _page(request, actor, claim_id, given.errors)
    try:
        orders.decide_claim(
            by=actor,
            claim=claim_id,
            outcome=outcome,
            answer=given.text("answer"),
            refund_minor=refund or 0,
        )
    except Refusal as refusal:
        given.take(refusal, {"amount": "refund"}, "answer")
        return _page(request, actor, claim_id, given.errors)
    messages.success(request, _("Decided. Both sides read your reason."))
    return go("console_service_claim", claim_id)
