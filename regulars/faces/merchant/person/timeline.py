"""Everything between a store and one customer, the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.person.streams import FROM_THE_LAKE, KINDS, kinds, named, streams_of
from regulars.faces.merchant.person.telling import steps
from regulars.ground.kit import clock
from regulars.ground.kit.streams import Found, merged
from regulars.ground.kit.turnstile import Crowded
from regulars.ground.lake.sitting import TookTooLong, sitting
from regulars.loyalty.customers.queries import Relation, contact_is_open, customer_of
from regulars.people.merchants.queries import Store

SIZE = 20


def timeline(request: HttpRequest, store_id: str, customer_id: str) -> HttpResponse:
    """A page of it, narrowed to a kind. Visits that cannot be read now are left out, and it says so."""
    store, actor = here(request, store_id)
    need(actor, "customers", "reception")
    customer = customer_of(store, customer_id)
    kind = request.GET.get("kind", "") if request.GET.get("kind") in KINDS else ""
    cursor = request.GET.get("cursor", "")
    found, more, whole = _found(store, customer.relation, named(kind, actor), cursor)
    base = reverse("desk_customer_timeline", args=[store.public_id, customer_id])
    return show(
        request,
        "person/timeline",
        store,
        actor,
        "desk_customers",
        name=customer.name or _("Guest"),
        back=reverse("desk_customer", args=[store.public_id, customer_id]),
        kinds=_chips(base, kind),
        steps=steps(store, actor, found, opened=contact_is_open(actor, store, customer.relation)),
        whole=whole,
        older=_link(base, kind, more) if more else "",
        newest=_link(base, kind) if cursor else "",
    )


def _found(
    store: Store, relation: Relation, names: Sequence[str], cursor: str
) -> tuple[list[Found], str, bool]:
    """Steps, the cursor of the next page, and whether nothing is left out."""
    now = clock.now()
    if not FROM_THE_LAKE & set(names):
        return *_merged(store, relation, names, cursor, now), True
    try:
        with sitting():
            return *_merged(store, relation, names, cursor, now), True
    except (Crowded, TookTooLong):
        rest = [name for name in names if name not in FROM_THE_LAKE]
        return *_merged(store, relation, rest, cursor, now), False


def _merged(
    store: Store, relation: Relation, names: Sequence[str], cursor: str, now: datetime
) -> tuple[list[Found], str]:
    return merged(streams_of(store, relation, now), names, cursor, SIZE)


def _chips(base: str, kind: str) -> list[dict[str, Any]]:
    return [{"label": label, "href": _link(base, name), "current": name == kind} for name, label in kinds()]


def _link(base: str, kind: str, cursor: str = "") -> str:
    asked = {name: value for name, value in (("kind", kind), ("cursor", cursor)) if value}
    return f"{base}?{urlencode(asked)}" if asked else base
