"""The audit trail: who did what to what, and whether it is sealed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.operator.frame import Row, here, query, show, turns
from regulars.faces.operator.words import WHO, named
from regulars.goods.catalog.queries import said
from regulars.ground.kit import actions, clock
from regulars.ground.kit.audit import broken_seals
from regulars.ground.kit.pages import page
from regulars.ground.kit.queries import audit_trail, sealed_upto
from regulars.ground.kit.refusals import NotFound
from regulars.people.accounts.queries import by_email, people_by_key
from regulars.people.merchants.queries import any_store, stores_by_key

WORDS = 160


def index(request: HttpRequest) -> HttpResponse:
    """Entries by action, person and store; `check` walks all the seals."""
    actor = here(request)
    asked = {name: request.GET.get(name, "").strip()[:120] for name in ("action", "person", "store")}
    rows, problem = _entries(asked)
    found = page(rows, cursor=request.GET.get("cursor", ""), size=50)
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
        actions=_actions(),
        clear="?" if any(asked.values()) else "",
        check=query(asked, check="1"),
        **turns(found, asked),
    )


def _entries(asked: dict[str, str]) -> tuple[Any, str]:
    try:
        store = any_store(asked["store"]).pk if asked["store"] else None
    except NotFound:
        return audit_trail().none(), _("There is no store with this address or id.")
    rows = audit_trail(store_id=store, action=asked["action"])
    if not asked["person"]:
        return rows, ""
    person = by_email(asked["person"])
    if person is None:
        return rows.none(), _("Nobody logs in with this e-mail.")
    return rows.filter(person_id=person.pk), ""


def _actions() -> list[tuple[str, str]]:
    """Every action there is, after its part of the market."""
    parts = sorted({f"{name.partition('.')[0]}." for name in actions.registry})
    return [("", _("Every action")), *((part, part.rstrip(".")) for part in parts)]


def told(entries: list[Row], sealed: int = 0) -> list[dict[str, Any]]:
    """Entries with the names of their persons and stores. Two queries."""
    people = people_by_key(entry.person_id for entry in entries)
    stores = stores_by_key({entry.store_id for entry in entries if entry.store_id})
    return [
        {
            "id": entry.pk,
            "at": entry.at,
            "action": entry.action,
            "who": _who(entry, people),
            "store": _store(stores.get(entry.store_id)),
            "objects": _objects(entry),
            "note": _note(entry),
            "request": entry.request_id,
            "sealed": entry.pk <= sealed,
        }
        for entry in entries
    ]


def _who(entry: Row, people: dict[int, Any]) -> str:
    person = people.get(entry.person_id)
    kind = named(WHO, entry.actor_kind)
    return f"{person} · {kind}" if person else kind


def _store(store: Row | None) -> dict[str, str] | None:
    if store is None:
        return None
    return {
        "name": said(store.name, store.name_zh),
        "href": reverse("console_store", args=[store.public_id]),
    }


def _objects(entry: Row) -> list[str]:
    return [str(name).partition(":")[2] for name in entry.objects_named][:4]


def _note(entry: Row) -> str:
    return ", ".join(f"{key}: {value}" for key, value in entry.note.items())[:WORDS]
