"""The audit trail: who did what to what, and whether it is sealed."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.operator.deeds import PARTS, deed, facts
from regulars.faces.operator.frame import here, query, show, turns
from regulars.faces.operator.words import WHO, named
from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.ground.kit.audit import broken_seals
from regulars.ground.kit.pages import Page, page
from regulars.ground.kit.queries import AuditEntry, audit_trail, sealed_upto
from regulars.ground.kit.refusals import NotFound
from regulars.people.accounts.queries import Person, by_email, people_by_key
from regulars.people.merchants.queries import Store, any_store, stores_by_key

WORDS = 160


def index(request: HttpRequest) -> HttpResponse:
    """Entries by action, person and store; `check` walks all the seals."""
    actor = here(request)
    asked = {name: request.GET.get(name, "").strip()[:120] for name in ("action", "person", "store")}
    found, problem = _entries(asked, request.GET.get("cursor", ""))
    seal = sealed_upto()
    checked = broken_seals() if request.GET.get("check") else None
    return show(
        request,
        "audit",
        actor,
        "console_audit",
        asked=asked,
        rows=told(found.items, seal.last_id if seal else 0),
        seal=seal,
        checked=checked,
        checked_at=clock.now(),
        problem=problem,
        actions=list(PARTS.items()),
        clear="?" if any(asked.values()) else "",
        check=query(asked, check="1"),
        extra=turns(found, asked),
    )


def _entries(asked: dict[str, str], cursor: str) -> tuple[Page[AuditEntry], str]:
    """The entries asked for, or none and why."""
    try:
        store = any_store(asked["store"]).pk if asked["store"] else None
    except NotFound:
        return Page(), _("There is no store with this address or id.")
    person = by_email(asked["person"]) if asked["person"] else None
    if asked["person"] and person is None:
        return Page(), _("Nobody logs in with this e-mail.")
    rows = audit_trail(store, asked["action"], person.pk if person else None)
    return page(rows, cursor=cursor, size=50), ""


def told(given: Iterable[AuditEntry], sealed: int = 0) -> list[dict[str, object]]:
    """Entries with the names of their persons and stores. Two queries."""
    entries = list(given)
    people = people_by_key(entry.person_id for entry in entries)
    stores = stores_by_key({entry.store_id for entry in entries if entry.store_id})
    return [
        {
            "id": entry.pk,
            "at": entry.at,
            "deed": deed(entry.action),
            "action": entry.action,
            "who": _who(entry, people),
            "store": _store(stores.get(entry.store_id or 0)),
            "objects": _objects(entry),
            "note": _note(entry, stores.get(entry.store_id or 0)),
            "request": entry.request_id,
            "sealed": entry.pk <= sealed,
        }
        for entry in entries
    ]


def _who(entry: AuditEntry, people: dict[int, Person]) -> str:
    person = people.get(entry.person_id or 0)
    kind = named(WHO, entry.actor_kind)
    return f"{person} · {kind}" if person else kind


def _store(store: Store | None) -> dict[str, str] | None:
    if store is None:
        return None
    return {
        "name": said(store.name, store.name_zh),
        "href": reverse("console_store", args=[store.public_id]),
    }


def _objects(entry: AuditEntry) -> list[str]:
    return [str(name).partition(":")[2] for name in entry.objects_named][:4]


def _note(entry: AuditEntry, store: Store | None) -> str:
    return facts(entry.action, entry.note, store.currency if store else "")[:WORDS]
