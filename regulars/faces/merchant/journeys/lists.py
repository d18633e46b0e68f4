"""All journeys of the store, and patterns to start from."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.daily.tables import pages
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.journeys import wording
from regulars.ground.kit.pages import page
from regulars.loyalty.journeys import queries
from regulars.loyalty.journeys.rules.patterns import PATTERNS
from regulars.people.merchants.queries import Store

ICONS = {"welcome": "heart", "thanks": "gift", "win_back": "return"}


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """Every journey, the latest first."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    found = page(queries.journeys_of(store), cursor=request.GET.get("cursor", ""), size=50)
    around = pages({}, found)
    return show(
        request,
        "journeys/index",
        store,
        actor,
        "desk_journeys",
        rows=[_row(store, one) for one in found.items],
        patterns=[
            {"key": one.key, "name": _(one.name), "text": _(one.text), "icon": ICONS[one.key]}
            for one in PATTERNS.values()
            if actor.may("customers")
        ],
        prev=around["prev"],
        next=around["next"],
    )


def _row(store: Store, one: Any) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "name": one.name,
        "href": reverse("desk_journey", args=[store.public_id, one.public_id]),
        "state": wording.state(queries.state_of(one)),
        "at": one.started_at,
        "under_way": one.under_way,
        "arrived": one.arrived,
        "reached": one.reached,
    }
