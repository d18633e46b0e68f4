"""A store's agreements: the inbox, the calendar, one of them, its versions and photos."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.agreeing import doing, page
from regulars.faces.look.agreeing.desk import Desk
from regulars.faces.look.going import go
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.daily.tables import pages
from regulars.faces.merchant.frame import here, show
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.pages import page as page_of
from regulars.people.merchants.queries import Store
from regulars.trade.agreements.queries import (
    Agreement,
    Now,
    Urgency,
    agreement_of,
    agreements_of,
    dues,
    forms_of,
    nows_of,
    saying,
    under_way,
    urgencies,
)

ACTIVE = "desk_agreements"


def tabs_of(store: Store, current: str) -> dict[str, Any]:
    """The pages of made-to-order, for the line above each."""
    routes = {
        "desk_agreements": _("Under way"),
        "desk_agreement_days": _("Calendar"),
        "desk_agreement_all": _("All"),
        "desk_quote_forms": _("What we make"),
    }
    listed = [
        {"key": key, "label": label, "href": reverse(key, args=[store.public_id])}
        for key, label in routes.items()
    ]
    return {"tabs_of": listed, "tab": current}


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """Everything under way, what presses most first."""
    store, actor = here(request, store_id)
    need(actor, "orders")
    rows = _rows(store, under_way(store))
    rows.sort(key=lambda one: (one["rank"], str(one["by"] or ""), one["title"]))
    return show(
        request,
        "agreements/index",
        store,
        actor,
        ACTIVE,
        rows=rows,
        has_forms=forms_of(store).exists(),
        **tabs_of(store, "desk_agreements"),
    )


def everything(request: HttpRequest, store_id: str) -> HttpResponse:
    """All agreements there ever were, the one that moved last first."""
    store, actor = here(request, store_id)
    need(actor, "orders")
    found = page_of(agreements_of(store), by="-moved_at", cursor=request.GET.get("cursor", ""), size=50)
    around = pages({}, found)
    return show(
        request,
        "agreements/index",
        store,
        actor,
        ACTIVE,
        rows=_rows(store, found.items),
        has_forms=forms_of(store).exists(),
        prev=around["prev"],
        next=around["next"],
        **tabs_of(store, "desk_agreement_all"),
    )


def _rows(store: Store, found: Sequence[Agreement]) -> list[dict[str, Any]]:
    open_ones = [row for row in found if page.under_way(row)]
    waits, nows = urgencies(open_ones, "store"), nows_of(found)
    return [_row(store, nows[row.pk], waits.get(row.pk)) for row in found]


def _row(store: Store, now: Now, waits: Urgency | None) -> dict[str, Any]:
    row = now.row
    look, label = saying.stage(now)
    return {
        "id": row.public_id,
        "title": saying.title(row),
        "person": str(row.person),
        "href": reverse("desk_agreement", args=[store.public_id, row.public_id]),
        "look": look,
        "label": label,
        "words": waits.words if waits else "",
        "rank": waits.rank if waits else 3,
        "by": waits.by if waits else None,
        "asked": row.asked_at,
    }


def calendar(request: HttpRequest, store_id: str) -> HttpResponse:
    """Every open duty by its day."""
    store, actor = here(request, store_id)
    need(actor, "orders")
    listed = dues(under_way(store))
    return show(
        request,
        "agreements/calendar",
        store,
        actor,
        ACTIVE,
        days=[
            {"day": saying.day(day), "dues": [_due(store, one) for one in each]}
            for day, each in groupby(listed, key=lambda one: one.due)
        ],
        **tabs_of(store, "desk_agreement_days"),
    )


def _due(store: Store, one: Any) -> dict[str, Any]:
    return {
        "title": one.title,
        "of": saying.title(one.row),
        "person": str(one.row.person),
        "who": saying.side_said(one.side, "store"),
        "href": reverse("desk_agreement", args=[store.public_id, one.row.public_id]),
        "late": one.late_days,
        "now": one.mine,
    }


def _mine(request: HttpRequest, store_id: str, agreement_id: str) -> tuple[Store, Actor, Desk, Agreement]:
    store, actor = here(request, store_id)
    need(actor, "orders")
    row = agreement_of(store, agreement_id)
    return store, actor, Desk(actor, "store", "desk_agreement", (store.public_id,)), row


def agreement(request: HttpRequest, store_id: str, agreement_id: str) -> HttpResponse:
    """One agreement. Raises NotFound."""
    store, actor, desk, row = _mine(request, store_id, agreement_id)
    return show(request, "agreements/one", store, actor, ACTIVE, **page.one(desk, row))


def do(request: HttpRequest, store_id: str, agreement_id: str) -> HttpResponse:
    """The button that was pressed. Raises NotFound."""
    _store, _actor, desk, row = _mine(request, store_id, agreement_id)
    return doing.do(request, desk, row)


def propose(request: HttpRequest, store_id: str, agreement_id: str) -> HttpResponse:
    """The first offer, a counter-offer, or a change. Raises NotFound."""
    store, actor, desk, row = _mine(request, store_id, agreement_id)
    context, version = page.proposing(request, desk, row)
    if version is not None:
        messages.success(request, _("Sent and signed by the store. It holds once the shopper signs it too."))
        return go("desk_agreement", store.public_id, row.public_id)
    status = 422 if context["errors"] else 200
    return show(request, "agreements/propose", store, actor, ACTIVE, status=status, **context)


def version(request: HttpRequest, store_id: str, agreement_id: str, number: int) -> HttpResponse:
    """A version beside the one before. Raises NotFound."""
    store, actor, desk, row = _mine(request, store_id, agreement_id)
    return show(request, "agreements/version", store, actor, ACTIVE, **page.version(desk, row, number))


def photo(request: HttpRequest, store_id: str, agreement_id: str, photo_id: str) -> HttpResponse:
    """A photo of one of the store's agreements. Raises NotFound."""
    _store, _actor, _desk, row = _mine(request, store_id, agreement_id)
    return page.photo(row, photo_id)
