"""The claims of the store by urgency, and one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.services import words
from regulars.goods.catalog.queries import said
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.people.merchants.queries import Store
from regulars.trade.services.queries import (
    Picture,
    asked_pictures,
    claims_due,
    inbox,
    is_late,
    result_pictures,
    seen,
    steps_of_claim,
    store_claim,
    title_of,
    words_of,
)

Row = Any
SHOWN = 100
VIEWS = ("", "disputed", "closed")


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """What waits for the store, the most urgent first; what is with the market; what is over."""
    store, actor = here(request, store_id)
    need(actor, "orders")
    state = request.GET.get("state", "")
    state = state if state in VIEWS else ""
    labels = {"": _("Waiting"), "disputed": _("With the market"), "closed": _("Closed")}
    return show(
        request,
        "services/claims",
        store,
        actor,
        "desk_service_claims",
        rows=[_row(store, row) for row in inbox(store, state)[:SHOWN]],
        views=[
            {"label": labels[key], "href": f"?state={key}" if key else "?", "current": key == state}
            for key in VIEWS
        ],
        state=state,
        due=claims_due(store),
    )


def _row(store: Store, row: Row) -> dict[str, Any]:
    contract = row.contract
    return {
        "id": row.public_id,
        "href": reverse("desk_service_claim", args=[store.public_id, row.public_id]),
        "title": said(contract.product_title, contract.product_title_zh),
        "plan": title_of(contract.version.definition),
        "holder": str(row.person),
        "way": words.way(row.way),
        "state": words.claim_state(row.state),
        "due": words.due(row),
        "at": row.asked_at,
        "late": row.done_late,
    }


def one(request: HttpRequest, store_id: str, claim_id: str) -> HttpResponse:
    """One claim: what is asked, what the plan promises, what can be done."""
    store, actor = here(request, store_id)
    need(actor, "orders")
    return shown(request, store, actor, claim_id)


def shown(
    request: HttpRequest,
    store: Store,
    actor: Actor,
    claim_id: str,
    refusal: Refusal | None = None,
    at: str = "",
) -> HttpResponse:
    """The page; after a refusal with its sentence at the form that was sent."""
    row = store_claim(store, claim_id)
    contract = seen(row.contract, opened=True)
    definition = contract.definition
    return show(
        request,
        "services/claim",
        store,
        actor,
        "desk_service_claims",
        status=422 if refusal else 200,
        claim=row,
        pill=words.claim_state(row.state),
        due=words.due(row),
        late=is_late(row),
        way=words.way(row.way),
        product=said(row.contract.product_title, row.contract.product_title_zh),
        plan=title_of(definition),
        covered=said(definition.covered, definition.covered_zh),
        terms=said(definition.terms, definition.terms_zh),
        rules=words_of(definition, row.contract.currency),
        version=row.contract.version.number,
        claims=f"{row.contract.claims_used} / {row.contract.claims_most}",
        days=f"{contract.days_left} / {row.contract.days}",
        order=row.contract.order_ref,
        asked_pictures=pictures(asked_pictures(row)),
        result_pictures=pictures(result_pictures(row)),
        steps=list(_steps(row)),
        error=str(refusal.sentence) if refusal else "",
        error_at=at,
        typed={name: request.POST.get(name, "")[:500] for name in ("answer", "result")},
    )


def pictures(rows: Iterable[Picture]) -> list[dict[str, str]]:
    """Private pictures by the address at which those find them who may see them."""
    return [
        {
            "href": reverse("service_picture", args=[one.public_id]),
            "src": reverse("service_picture", args=[one.public_id]) + "?w=320",
            "alt": one.alt,
        }
        for one in rows
    ]


def _steps(row: Row) -> Iterator[dict[str, Any]]:
    holder = _("the holder")
    who = {"shopper": holder, "guest": holder, "staff": _("the store"), "operator": _("the market")}
    for place, one in enumerate(reversed(steps_of_claim(row))):
        yield {
            "title": words.step(one.kind),
            "at": one.at,
            "who": who.get(one.by_kind, ""),
            "note": one.note,
            "kind": "bad" if one.kind in ("refused", "disputed") else "now" if place == 0 else "done",
        }
