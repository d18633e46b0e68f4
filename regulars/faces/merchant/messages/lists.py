"""All messages of the store, and one message's log."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.daily.tables import pages
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.messages import wording
from regulars.ground.kit.pages import page
from regulars.loyalty.customers.queries import relations_of
from regulars.loyalty.outreach import queries
from regulars.loyalty.segments.queries import segments_of
from regulars.people.merchants.queries import Store


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """Every message, the latest first."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    found = page(queries.campaigns_of(store), cursor=request.GET.get("cursor", ""), size=50)
    around = pages({}, found)
    return show(
        request,
        "messages/index",
        store,
        actor,
        "desk_messages",
        rows=[_row(store, one) for one in found.items],
        groups=segments_of(store).exists(),
        prev=around["prev"],
        next=around["next"],
    )


def _row(store: Store, one: Any) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "name": one.name,
        "href": reverse("desk_message", args=[store.public_id, one.public_id]),
        "group": one.segment.name,
        "channel": wording.channel(one.channel),
        "state": wording.state(queries.state_of(one)),
        "at": one.due_at,
        "sent": one.sent,
        "held_out": one.held_out,
    }


def log(request: HttpRequest, store_id: str, message_id: str) -> HttpResponse:
    """What became of a message for each person."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.campaign_of(store, message_id)
    state = request.GET.get("state", "")
    found = page(queries.contacts_of(row, state), cursor=request.GET.get("cursor", ""), size=50)
    around = pages({"state": state}, found)
    known = relations_of(store, [one.person_id for one in found.items])
    counts = queries.counts_of(row).by_state
    return show(
        request,
        "messages/log",
        store,
        actor,
        "desk_messages",
        row=row,
        tabs=_tabs(counts),
        state=state,
        rows=[_contact(store, one, known) for one in found.items],
        prev=around["prev"],
        next=around["next"],
    )


def _tabs(counts: dict[str, int]) -> list[dict[str, Any]]:
    every = {"key": "", "label": _("Everybody"), "href": "?", "count": sum(counts.values())}
    return [every] + [
        {"key": key, "label": wording.outcome(key), "href": f"?state={key}", "count": many}
        for key, many in sorted(counts.items())
    ]


def _contact(store: Store, one: queries.Contact, known: dict[int, Any]) -> dict[str, Any]:
    relation = known.get(one.person_id)
    return {
        "id": one.public_id,
        "name": one.person.name or _("Without a name"),
        "href": reverse("desk_customer", args=[store.public_id, relation.public_id]) if relation else "",
        "outcome": wording.outcome(one.state),
        "kind": wording.badge_kind(one.state),
        "note": wording.note(one.note) if one.state == "failed" else "",
        "at": one.at,
        "read": one.read_at,
    }
