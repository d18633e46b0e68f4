"""Groups of the store's people: listed, opened, counted anew, put away, uploaded."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.faces.look.going import go
from regulars.faces.look.speech import listed
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.daily.tables import sheet as csv_sheet
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.people import wording
from regulars.ground.kit.refusals import Refusal
from regulars.ground.lake.sitting import sitting
from regulars.loyalty.segments import actions, queries
from regulars.loyalty.segments.figures.groups import because_of
from regulars.loyalty.segments.rules.definition import parse
from regulars.loyalty.segments.rules.evaluate import Because
from regulars.people.merchants.queries import Store

SHOWN = 50


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """All groups, lists and tags."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    names = names_of(store)
    rows = [
        {
            "id": row.public_id,
            "href": reverse("desk_group", args=[store.public_id, row.public_id]),
            "name": row.name,
            "kind": _kind(row.kind),
            "said": _said(row, store, names),
            "size": row.size,
            "refreshed": row.refreshed_at,
        }
        for row in queries.segments_of(store)[:200]
    ]
    return show(request, "people/groups", store, actor, "desk_groups", rows=rows)


@sitting()
def one(request: HttpRequest, store_id: str, segment_id: str) -> HttpResponse:
    """A group: what it says, how many, some of its people and why each is in."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    row = queries.segment_of(store, segment_id)
    node = parse(row.definition) if row.definition else None
    return show(
        request,
        "people/group",
        store,
        actor,
        "desk_groups",
        row=row,
        kind=_kind(row.kind),
        said=wording.sentences(node, store.currency, names_of(store)) if node else [],
        people=_members(store, row),
        versions=queries.versions_of(row)[:20],
        definition=json.dumps(row.definition, indent=1, ensure_ascii=False) if row.definition else "",
    )


def table(request: HttpRequest, store_id: str, segment_id: str) -> StreamingHttpResponse:
    """A group's people as CSV, by the store's own ids."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    row = queries.segment_of(store, segment_id)
    header = [_("Customer"), _("Name"), _("In since")]
    found = queries.members_page(row, None)
    return csv_sheet(
        "group",
        header,
        ([one.relation, one.name, one.since.isoformat() if one.since else ""] for one in found),
    )


def archive(request: HttpRequest, store_id: str, segment_id: str) -> HttpResponse:
    """Put a group away."""
    store, actor = here(request, store_id)
    try:
        actions.archive(by=actor, store=store, segment_id=segment_id)
    except actions.StillUsed as refusal:
        messages.error(request, str(refusal.sentence))
        return go("desk_group", store.public_id, segment_id)
    messages.success(request, _("The group is put away."))
    return go("desk_groups", store.public_id)


def refresh(request: HttpRequest, store_id: str, segment_id: str) -> HttpResponse:
    """Count a group anew."""
    store, actor = here(request, store_id)
    row = actions.refresh(by=actor, segment=queries.segment_of(store, segment_id))
    messages.success(
        request, ngettext("%(n)s person is in now.", "%(n)s people are in now.", row.size) % {"n": row.size}
    )
    return go("desk_group", store.public_id, segment_id)


def upload(request: HttpRequest, store_id: str) -> HttpResponse:
    """Make a static list from pasted or uploaded ids and e-mails."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    if request.method != "POST":
        return show(request, "people/upload", store, actor, "desk_groups", name="", words="", error="")
    words = request.POST.get("words", "")
    if "file" in request.FILES:
        words += "\n" + request.FILES["file"].read(2_000_000).decode("utf-8-sig", "replace")  # type: ignore[union-attr]
    given = [
        word
        for line in words.splitlines()
        for word in line[:10_000].replace(";", ",").split(",")
        if word.strip()
    ][:5_000]
    try:
        row, missing = actions.upload_list(
            by=actor, store=store, name=request.POST.get("name", ""), identifiers=given
        )
    except Refusal as refusal:
        error = str(refusal.sentence)
        name = request.POST.get("name", "")
        return show(
            request,
            "people/upload",
            store,
            actor,
            "desk_groups",
            status=422,
            name=name,
            words=words,
            error=error,
        )
    if missing:
        unknown = listed(given[number].strip()[:60] for number in missing[:20])
        messages.warning(request, _("Not among your customers, left out: %(who)s") % {"who": unknown})
    return go("desk_group", store.public_id, row.public_id)


def _said(row: Any, store: Store, names: dict[str, str]) -> str:
    if not row.definition:
        return str(row.note)
    return "; ".join(wording.sentences(parse(row.definition), store.currency, names))


def _members(store: Store, row: Any) -> list[dict[str, Any]]:
    rows = list(queries.members_page(row, SHOWN))
    why = because_of(store, row.definition, [one.relation for one in rows]) if row.definition else {}
    return [person(store, one.relation, one.name, one.since, why.get(one.relation, ())) for one in rows]


def person(
    store: Store, relation: str, name: str, since: Any, reasons: tuple[Because, ...]
) -> dict[str, Any]:
    return {
        "id": relation,
        "href": reverse("desk_customer", args=[store.public_id, relation]),
        "name": name or _("Guest"),
        "since": since,
        "why": [
            (
                wording.condition(because.leaf, store.currency, {}),
                wording.found(because.leaf, because.found, store.currency),
                because.holds,
            )
            for because in reasons
        ],
    }


def names_of(store: Store) -> dict[str, str]:
    """What the store's groups are called, by public id."""
    return {row.public_id: row.name for row in queries.segments_of(store)[:500]}


def _kind(kind: str) -> str:
    return {"rule": _("by rule"), "list": _("list"), "tag": _("tag")}[kind]
