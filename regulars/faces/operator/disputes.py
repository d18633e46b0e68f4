"""Returns on which shopper and store could not agree: the market decides."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.operator.confirming import confirmed, proved
from regulars.faces.operator.frame import here, show, turns, views
from regulars.faces.operator.orders import steps
from regulars.faces.operator.words import RETURN_KINDS, RETURN_LOOK, RETURN_REASONS, RETURN_STATES, age, named
from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries import Return, any_order, dispute_of, disputes, lines_back, returns_in

DECIDE_WITHIN = timedelta(days=7)


def index(request: HttpRequest) -> HttpResponse:
    """The queue, and what was decided before."""
    actor = here(request)
    asked = {"show": "all" if request.GET.get("show") == "all" else ""}
    found = disputes(by=actor, open_only=not asked["show"], cursor=request.GET.get("cursor", ""))
    return show(
        request,
        "disputes",
        actor,
        "console_disputes",
        asked=asked,
        rows=[_row(row) for row in found.items],
        views=views(asked, "show", {"": _("Awaiting decision"), "all": _("All")}),
        extra=turns(found, asked),
    )


def _row(row: Return) -> dict[str, object]:
    return {
        "id": row.public_id,
        "href": reverse("console_dispute", args=[row.public_id]),
        "title": next((said(line.line.title, line.line.title_zh) for line in lines_back(row)), row.public_id),
        "store": said(row.store.name, row.store.name_zh),
        "person": str(row.order.person),
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "since": row.disputed_at,
        "reason": named(RETURN_REASONS, row.reason),
        "state": RETURN_LOOK.get(row.state, row.state),
        "state_label": named(RETURN_STATES, row.state),
    } | due(row)


def due(row: Return) -> dict[str, object]:
    """By when the market should have decided, and whether that is past."""
    if row.state != "disputed" or row.disputed_at is None:
        return {"until": None, "late": False, "left": ""}
    until = row.disputed_at + DECIDE_WITHIN
    left = until - clock.now()
    words = _("%(age)s late") if left < timedelta() else _("%(age)s left")
    return {"until": until, "late": left < timedelta(), "left": words % {"age": age(abs(left))}}


def one(request: HttpRequest, back_id: str) -> HttpResponse:
    """One dispute with both sides of the story."""
    return _page(request, here(request), back_id)


def _page(
    request: HttpRequest, actor: Actor, back_id: str, errors: dict[str, str] | None = None
) -> HttpResponse:
    back = dispute_of(by=actor, back=back_id)
    order = any_order(by=actor, order=back.order.public_id)
    row = next(one for one in returns_in(order) if one.pk == back.pk)
    return show(
        request,
        "dispute",
        actor,
        "console_disputes",
        status=422 if errors else 200,
        back=row,
        lines=lines_back(row),
        order=order,
        state=RETURN_LOOK.get(row.state, row.state),
        state_label=named(RETURN_STATES, row.state),
        kind=named(RETURN_KINDS, row.kind),
        reason=named(RETURN_REASONS, row.reason),
        steps=steps(order),
        errors=errors or {},
        answer=request.POST.get("answer", ""),
        decision=request.POST.get("decision", ""),
        restock=bool(request.POST.get("restock")),
        sure=confirmed(request),
        due=due(row),
    )


def decide(request: HttpRequest, back_id: str) -> HttpResponse:
    """The money goes back, or the refusal stands."""
    actor = here(request, "market.orders")
    given = Given(request.POST)
    refund = request.POST.get("decision") == "refund"
    if request.POST.get("decision") not in ("refund", "refuse"):
        given.refuse("decision", _("Choose who is right."))
    if given.errors or not proved(request, given):
        return _page(request, actor, back_id, given.errors)
    try:
        orders.decide_dispute(
            by=actor,
            back=back_id,
            refund=refund,
            answer=given.text("answer"),
            restock=bool(request.POST.get("restock")),
        )
    except Refusal as refusal:
        given.take(refusal, {}, "answer")
        return _page(request, actor, back_id, given.errors)
    messages.success(
        request,
        _("Decided: the money goes back to the shopper.") if refund else _("Decided: the refusal stands."),
    )
    return go("console_dispute", back_id)
