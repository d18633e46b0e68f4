"""Made-to-order agreements on which both sides could not agree: the market decides, with amounts."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.agreeing import page
from regulars.faces.look.agreeing.desk import Desk
from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.operator.confirming import confirmed, proved
from regulars.faces.operator.frame import here, show, turns, views
from regulars.faces.operator.words import age
from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.pages import page as page_of
from regulars.ground.kit.refusals import Refusal
from regulars.trade.agreements import actions
from regulars.trade.agreements.queries import Agreement, disputed, disputed_agreement, saying, told
from regulars.trade.agreements.rules import Side

DECIDE_WITHIN = timedelta(days=7)
MARKET = cast(Side, "market")


def index(request: HttpRequest) -> HttpResponse:
    """The queue, and what was decided before."""
    actor = here(request)
    asked = {"show": "all" if request.GET.get("show") == "all" else ""}
    rows = disputed(by=actor, open_only=not asked["show"])
    found = page_of(rows, by="disputed_at", cursor=request.GET.get("cursor", ""), size=50)
    return show(
        request,
        "agreements",
        actor,
        "console_agreements",
        rows=[_row(row) for row in found.items],
        views=views(asked, "show", {"": _("Awaiting decision"), "all": _("All")}),
        extra=turns(found, asked),
    )


def _row(row: Agreement) -> dict[str, object]:
    look, label = saying.state(row.state)
    return {
        "id": row.public_id,
        "href": reverse("console_agreement", args=[row.public_id]),
        "title": saying.title(row),
        "store": said(row.store.name, row.store.name_zh),
        "person": str(row.person),
        "state": look,
        "state_label": label,
    } | _due(row)


def _due(row: Agreement) -> dict[str, object]:
    if row.state != "disputed" or row.disputed_at is None:
        return {"left": "", "late": False}
    left = row.disputed_at + DECIDE_WITHIN - clock.now()
    words = _("%(age)s late") if left < timedelta() else _("%(age)s left")
    return {"left": words % {"age": age(abs(left))}, "late": left < timedelta()}


def one(request: HttpRequest, agreement_id: str) -> HttpResponse:
    """One agreement in dispute, with everything both sides wrote. Raises NotFound."""
    return _page(request, here(request), agreement_id, Given(request.POST))


def _page(request: HttpRequest, actor: Actor, agreement_id: str, given: Given) -> HttpResponse:
    row = disputed_agreement(by=actor, public_id=agreement_id)
    desk = Desk(actor, MARKET, "console_agreement")
    found = told(row, MARKET)
    return show(
        request,
        "agreement",
        actor,
        "console_agreements",
        status=422 if given.errors else 200,
        extra=page.shared(desk, found),
        left=saying.amount(found.left_minor, row.currency),
        goes_on=bool(row.order_ref) and row.sent_at is None,
        verdicts=_verdicts() if row.state == "disputed" and actions.in_question(row) else [],
        errors=given.errors,
        listed=given.listed(),
        values={name: given.text(name) for name in ("verdict", "returned", "why")},
        sure=confirmed(request),
        due=_due(row),
    )


def _verdicts() -> list[tuple[str, str]]:
    """What can be decided about a proof."""
    return [
        ("stands", _("The proof is as agreed: it counts as approved, and the agreement goes on")),
        ("again", _("The proof is not as agreed: the store makes another, and the agreement goes on")),
        ("end", _("The agreement ends, and an amount goes back")),
    ]


def decide(request: HttpRequest, agreement_id: str) -> HttpResponse:
    """The proof stands or not, or so much goes back; for a reason. Raises NotFound."""
    actor = here(request, "market.orders")
    row = disputed_agreement(by=actor, public_id=agreement_id)
    given = Given(request.POST, row.currency)
    verdict = given.text("verdict")
    about_proof = verdict in ("stands", "again")
    if not verdict and row.state == "disputed" and actions.in_question(row):
        given.refuse("verdict", _("Choose what shall happen."))
    returned = None if about_proof else given.money("returned", needed=True)
    why = given.text("why", needed=_("Give the reason; both sides read it."))
    if given.errors or not proved(request, given):
        return _page(request, actor, agreement_id, given)
    try:
        if about_proof:
            actions.decide_proof(by=actor, agreement_id=agreement_id, stands=verdict == "stands", why=why)
        else:
            actions.decide(by=actor, agreement_id=agreement_id, returned_minor=returned or 0, why=why)
    except Refusal as refusal:
        given.take(refusal, {}, "why")
        return _page(request, actor, agreement_id, given)
    messages.success(request, _("Decided. Both sides read your reason."))
    return go("console_agreement", agreement_id)


def version(request: HttpRequest, agreement_id: str, number: int) -> HttpResponse:
    """A version of an agreement in dispute. Raises NotFound."""
    actor = here(request)
    row = disputed_agreement(by=actor, public_id=agreement_id)
    desk = Desk(actor, MARKET, "console_agreement")
    return show(
        request, "agreement_version", actor, "console_agreements", extra=page.version(desk, row, number)
    )


def photo(request: HttpRequest, agreement_id: str, photo_id: str) -> HttpResponse:
    """A photo of an agreement in dispute. Raises NotFound."""
    return page.photo(disputed_agreement(by=here(request), public_id=agreement_id), photo_id)
