"""The store's members: who they are, which tier, how many points, and what the store owes them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from regulars.faces.look.membership import distance, ladder, promises
from regulars.faces.look.speech import money
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.daily.tables import pages
from regulars.faces.merchant.frame import here, show
from regulars.loyalty.members.queries import MemberRow, counts_of, members_of, programme_of
from regulars.people.merchants.queries import Store
from regulars.trade.settlement.queries import points_owed


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """Members with tier and points; without a programme, what one is good for."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    running = programme_of(store)
    if running is None:
        return show(request, "people/members", store, actor, "desk_members", running=None)
    words = request.GET.get("q", "")[:80]
    found = members_of(store, running, words=words, cursor=request.GET.get("cursor", ""))
    rules = running.rules
    return show(
        request,
        "people/members",
        store,
        actor,
        "desk_members",
        running=running,
        words=words,
        counts=counts_of(store, running),
        owed=money(points_owed(store.pk, rules.currency), rules.currency),
        rows=[_row(row, store, rules.currency) for row in found.items],
        promises=promises(rules),
        ladder=ladder(rules),
        paging=pages({"q": words}, found),
    )


def _row(row: MemberRow, store: Store, currency: str) -> dict[str, Any]:
    known = reverse("desk_customer", args=[store.public_id, row.relation]) if row.relation else ""
    return {
        "id": row.member.public_id,
        "name": row.member.person.name,
        "href": known,
        "tier": row.place.tier.name,
        "way": distance(row.place, currency),
        "points": row.points,
        "since": row.member.joined_at,
        "orders": row.standing.orders,
        "amount": row.standing.amount_minor,
        "currency": currency,
    }
