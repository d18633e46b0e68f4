"""A shopper's agreements: the list, one of them, its versions and photos."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.agreeing import doing, page
from regulars.faces.look.agreeing.desk import Desk
from regulars.faces.look.going import go
from regulars.faces.shopper.frame import looking, show
from regulars.goods.catalog.queries import said
from regulars.ground.kit.pages import page as page_of
from regulars.trade.agreements.queries import (
    Agreement,
    Now,
    Urgency,
    agreements_of_person,
    nows_of,
    own_agreement,
    saying,
    urgencies,
)


def _mine(request: HttpRequest, agreement_id: str) -> tuple[Desk, Agreement]:
    by = looking(request)
    row = own_agreement(by.require_person(), agreement_id)
    return Desk(by, "shopper", "agreement"), row


def mine(request: HttpRequest) -> HttpResponse:
    """All of one's agreements. Raises LogInFirst."""
    rows = agreements_of_person(looking(request).require_person())
    found = page_of(rows, by="-moved_at", cursor=request.GET.get("cursor", ""), size=20)
    nows = nows_of(found.items)
    waits = urgencies([row for row in found.items if page.under_way(row)], "shopper")
    return show(
        request,
        "agreements/mine",
        active="me",
        back={"href": reverse("me"), "label": _("Me")},
        rows=[_row(nows[row.pk], waits.get(row.pk)) for row in found.items],
        prev=f"?cursor={found.prev_cursor}" if found.prev_cursor else "",
        next=f"?cursor={found.next_cursor}" if found.next_cursor else "",
    )


def _row(now: Now, waits: Urgency | None) -> dict[str, object]:
    row = now.row
    look, label = saying.stage(now)
    return {
        "title": saying.title(row),
        "store": said(row.store.name, row.store.name_zh),
        "href": reverse("agreement", args=[row.public_id]),
        "look": look,
        "label": label,
        "waits": waits.words if waits else "",
        "mine": waits is not None and waits.rank < 2,
        "at": row.moved_at,
    }


def agreement(request: HttpRequest, agreement_id: str) -> HttpResponse:
    """One agreement: whose turn it is, by when, and what can be done. Raises NotFound, LogInFirst."""
    desk, row = _mine(request, agreement_id)
    return show(request, "agreements/one", active="me", back=_back(), extra=page.one(desk, row))


def _back() -> dict[str, str]:
    return {"href": reverse("my_agreements"), "label": _("Made to order")}


def do(request: HttpRequest, agreement_id: str) -> HttpResponse:
    """The button that was pressed. Raises NotFound, LogInFirst."""
    desk, row = _mine(request, agreement_id)
    return doing.do(request, desk, row)


def propose(request: HttpRequest, agreement_id: str) -> HttpResponse:
    """Propose other terms. Raises NotFound, LogInFirst."""
    desk, row = _mine(request, agreement_id)
    context, version = page.proposing(request, desk, row)
    if version is not None:
        messages.success(request, _("Proposed and signed by you. It holds once the store signs it too."))
        return go("agreement", row.public_id)
    status = 422 if context["errors"] else 200
    return show(request, "agreements/propose", active="me", status=status, back=_to(row), extra=context)


def version(request: HttpRequest, agreement_id: str, number: int) -> HttpResponse:
    """A version beside the one before. Raises NotFound, LogInFirst."""
    desk, row = _mine(request, agreement_id)
    extra = page.version(desk, row, number)
    return show(request, "agreements/version", active="me", back=_to(row), extra=extra)


def _to(row: Agreement) -> dict[str, str]:
    return {"href": reverse("agreement", args=[row.public_id]), "label": saying.title(row)}


def photo(request: HttpRequest, agreement_id: str, photo_id: str) -> HttpResponse:
    """A photo of one's own agreement. Raises NotFound, LogInFirst."""
    _desk, row = _mine(request, agreement_id)
    return page.photo(row, photo_id)
