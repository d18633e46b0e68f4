"""Who is on a journey, and one person's log: what they got, what not, and why."""

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
from regulars.loyalty.customers.queries import customer_of, relation_of
from regulars.loyalty.journeys import queries
from regulars.loyalty.journeys.rules.definition import Step
from regulars.loyalty.journeys.rules.editing import found as step_named
from regulars.people.merchants.queries import Store


def index(request: HttpRequest, store_id: str, journey_id: str) -> HttpResponse:
    """Everybody who is or was on a journey; `?where=` a step, or how it ended."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.journey_of(store, journey_id)
    where = request.GET.get("where", "")
    found = page(queries.travellers_of(row, where), cursor=request.GET.get("cursor", ""), size=50)
    around = pages({"where": where}, found)
    names = queries.group_names(store)
    return show(
        request,
        "journeys/people",
        store,
        actor,
        "desk_journeys",
        row=row,
        tabs=_tabs(queries.tally(row)),
        where=where,
        rows=[_traveller(store, row, one, names) for one in found.items],
        prev=around["prev"],
        next=around["next"],
    )


def _tabs(tally: dict[str, int]) -> list[dict[str, Any]]:
    every = {"key": "", "label": _("Everybody"), "href": "?", "count": sum(tally.values())}
    return [every] + [
        {"key": key, "label": wording.outcome(key), "href": f"?where={key}", "count": many}
        for key, many in sorted(tally.items(), reverse=True)
    ]


def _traveller(
    store: Store, row: queries.Journey, one: queries.Traveller, names: wording.Names
) -> dict[str, Any]:
    step = _step(one, one.step)
    return {
        "id": one.public_id,
        "name": one.person.name or _("Without a name"),
        "href": reverse("desk_journey_log", args=[store.public_id, row.public_id, one.public_id]),
        "outcome": wording.outcome(one.outcome),
        "kind": wording.outcome_kind(one.outcome),
        "step": wording.step(step, names)[0] if step and not one.outcome else "",
        "held_out": one.held_out,
        "entered": one.entered_at,
        "at": one.left_at or one.reached_at,
    }


def log(request: HttpRequest, store_id: str, journey_id: str, traveller_id: str) -> HttpResponse:
    """Why somebody got what they got: every step, the first one first."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.journey_of(store, journey_id)
    one = queries.traveller_of(row, traveller_id)
    names, relation = queries.group_names(store), relation_of(store, one.person_id)
    return show(
        request,
        "journeys/log",
        store,
        actor,
        "desk_journeys",
        row=row,
        one=one,
        name=one.person.name or _("Without a name"),
        customer=reverse("desk_customer", args=[store.public_id, relation.public_id]) if relation else "",
        pill=(wording.outcome_kind(one.outcome), wording.outcome(one.outcome)),
        timeline=_timeline(one, names),
    )


def _timeline(one: queries.Traveller, names: wording.Names) -> list[dict[str, Any]]:
    entered = [{"title": _("Entered the journey, version %(n)s.") % {"n": one.version.number},
                "at": one.entered_at, "kind": "done"}]  # fmt: skip
    if one.held_out:
        entered[0]["note"] = _("Chosen by chance to get nothing, so that you see what the journey brings.")
    lines = [
        {
            "title": wording.happened(line.what, line.detail, _step(one, line.step), names),
            "at": line.at,
            "kind": "done",
        }
        for line in queries.log_of(one)
    ]
    return entered + lines + _last(one, names)


def _last(one: queries.Traveller, names: wording.Names) -> list[dict[str, Any]]:
    """Where it stands: the end, or the step that is waited at."""
    if one.outcome:
        return [{"title": wording.outcome(one.outcome), "at": one.left_at, "kind": "done"}]
    step = _step(one, one.step)
    if step is None:
        return []
    title, text = wording.step(step, names)
    waits = _("Waits to be sent: at night nobody is written to.") if one.contact else ""
    return [{"title": f"{title}: {text}", "at": one.due_at, "kind": "now", "note": waits}]


def _step(one: queries.Traveller, step_id: str) -> Step | None:
    return step_named(queries.said(one.version), step_id)


def of_customer(request: HttpRequest, store_id: str, customer_id: str) -> HttpResponse:
    """The journeys a customer is or was on, for the customer's page."""
    store, actor = here(request, store_id)
    need(actor, "customers", "reception")
    found = customer_of(store, customer_id)
    return show(
        request,
        "journeys/customer",
        store,
        actor,
        "desk_customers",
        name=found.name or _("Guest"),
        back=reverse("desk_customer", args=[store.public_id, customer_id]),
        may=actor.may("offers"),
        rows=[
            {
                "name": one.journey.name,
                "href": reverse(
                    "desk_journey_log", args=[store.public_id, one.journey.public_id, one.public_id]
                ),
                "kind": wording.outcome_kind(one.outcome),
                "outcome": wording.outcome(one.outcome),
                "entered": one.entered_at,
            }
            for one in queries.travels_of(store, found.relation.person_id)
        ],
    )
