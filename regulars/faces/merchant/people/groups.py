"""Groups of the store's people: listed, built, opened, put away; and the people behind any number."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.faces.look.going import go
from regulars.faces.look.moments import local_datetime
from regulars.faces.look.speech import listed
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.daily.tables import sheet as csv_sheet
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.people import form, wording
from regulars.faces.merchant.people.asking import reader
from regulars.faces.merchant.people.charts import Reader
from regulars.faces.merchant.shop.choices import category_choices
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.ground.lake.sitting import sitting
from regulars.loyalty.segments import actions, queries
from regulars.loyalty.segments.figures.groups import because_of, readable, sample, size
from regulars.loyalty.segments.figures.people import known_attributes
from regulars.loyalty.segments.rules.definition import Unreadable, parse
from regulars.loyalty.segments.rules.evaluate import Because
from regulars.loyalty.segments.rules.stages import EVERY_STAGE
from regulars.people.merchants.queries import Store

SHOWN = 50
LIKELY_FROM = (75, 50, 25)


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """All groups, lists and tags."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    names = _names(store)
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
def new(request: HttpRequest, store_id: str) -> HttpResponse:
    """Build a group; `?definition=` starts from one."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    if request.method == "POST":
        return _built(request, store, actor, "")
    sheet = form.fresh()
    if given := request.GET.get("definition", ""):
        sheet = form.shown(request.GET.get("name", "")[:80], "", _json(given), store.currency)
    return _builder(request, store, actor, sheet, "")


@sitting()
def edit(request: HttpRequest, store_id: str, segment_id: str) -> HttpResponse:
    """Describe a group anew."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    row = queries.segment_of(store, segment_id)
    if request.method == "POST":
        return _built(request, store, actor, row.public_id)
    sheet = form.shown(row.name, row.note, row.definition or {}, store.currency)
    return _builder(request, store, actor, sheet, row.public_id)


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
        said=wording.sentences(node, store.currency, _names(store)) if node else [],
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


@sitting()
def behind(request: HttpRequest, store_id: str) -> HttpResponse:
    """The people behind a number, as of a day, and the way to keep them as a group."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    return _behind(request, store, actor, _json(request.GET.get("definition", "")), reader(request, store))


def _behind(
    request: HttpRequest, store: Store, actor: Actor, definition: Any, asked: Reader, error: str = ""
) -> HttpResponse:
    try:
        node = readable(definition)
        many = size(store, definition, asked.as_of)
        found = sample(store, definition, SHOWN, asked.as_of)
    except Unreadable as unreadable:
        raise actions.NotReadable(param="definition", reason=actions.in_words(unreadable)) from unreadable
    return show(
        request,
        "people/behind",
        store,
        actor,
        "desk_people",
        status=422 if error else 200,
        said=wording.sentences(node, store.currency, _names(store)),
        many=many,
        people=[_person(store, one.relation, one.name, None, one.reasons) for one in found],
        text=json.dumps(definition, separators=(",", ":"), ensure_ascii=False),
        asked=asked,
        as_of=local_datetime(asked.as_of),
        name=request.POST.get("name", ""),
        error=error,
    )


def keep_list(request: HttpRequest, store_id: str) -> HttpResponse:
    """Keep the people behind a number on a day that has passed as a list; their rule would find others today."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    asked, definition = reader(request, store), _json(request.POST.get("definition", ""))
    try:
        row = actions.keep_list(
            by=actor,
            store=store,
            name=request.POST.get("name", ""),
            definition=definition,
            as_of=asked.as_of,
        )
    except (actions.NameNeeded, actions.NameTaken) as refusal:
        with sitting():
            return _behind(request, store, actor, definition, asked, str(refusal.sentence))
    messages.success(
        request, ngettext("%(n)s person is kept.", "%(n)s people are kept.", row.size) % {"n": row.size}
    )
    return go("desk_group", store.public_id, row.public_id)


@sitting()
def live(request: HttpRequest, store_id: str) -> JsonResponse:
    """How many people the form describes at the moment."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    sheet = form.typed(request.GET)
    definition = form.read(sheet, store.currency)
    if sheet.errors:
        return JsonResponse({"text": next(iter(sheet.errors.values()))}, status=422)
    try:
        many = size(store, definition)
    except Unreadable as error:
        return JsonResponse({"text": actions.in_words(error)}, status=422)
    return JsonResponse({"size": many, "text": _fitting(many)})


def _built(request: HttpRequest, store: Store, actor: Actor, segment_id: str) -> HttpResponse:
    sheet = form.typed(request.POST)
    wish = request.POST.get("do", "save")
    if wish != "save":
        return _builder(request, store, actor, form.changed(sheet, wish), segment_id)
    definition = form.read(sheet, store.currency)
    if sheet.errors:
        return _builder(request, store, actor, sheet, segment_id, status=422)
    try:
        row = actions.save_segment(
            by=actor,
            store=store,
            name=sheet.name,
            note=sheet.note,
            definition=definition,
            segment_id=segment_id,
        )
    except Refusal as refusal:
        reason = str((refusal.details or {}).get("reason", ""))
        sheet.errors[refusal.param or "name"] = f"{refusal.sentence} {reason}".strip()
        return _builder(request, store, actor, sheet, segment_id, status=422)
    messages.success(request, _fitting(row.size))
    return go("desk_group", store.public_id, row.public_id)


def _builder(
    request: HttpRequest, store: Store, actor: Actor, sheet: form.Sheet, segment_id: str, status: int = 200
) -> HttpResponse:
    return show(
        request,
        "people/builder",
        store,
        actor,
        "desk_groups",
        status=status,
        sheet=sheet,
        segment_id=segment_id,
        choices=_choices(store, segment_id),
        now=_now(store, sheet) if status == 200 else "",
    )


def _now(store: Store, sheet: form.Sheet) -> str:
    trial = form.Sheet(join=sheet.join, groups=sheet.groups, text=sheet.text)
    definition = form.read(trial, store.currency)
    try:
        return "" if trial.errors else _fitting(size(store, definition))
    except Unreadable as error:
        return actions.in_words(error)


def _choices(store: Store, segment_id: str) -> dict[str, Any]:
    groups = [row for row in queries.segments_of(store)[:200] if row.public_id != segment_id]
    facts = [(f"{name}={value}", f"{wording.attribute(name)}: {value}") for name, value in _facts()]
    facts += [(f"likely_back>={low}", wording.at_least("likely_back", low)) for low in LIKELY_FROM]
    facts.append(("recommends>=9", wording.at_least("recommends", 9)))
    return {
        "kinds": [
            ("did", _("did something")),
            ("never", _("did not do something")),
            ("stage", _("stands at a stage")),
            ("since", _("when it first or last happened")),
            ("is", _("is something")),
            ("allows", _("allows a message")),
            ("group", _("is in a group or on a list")),
        ],
        "what": wording.deeds(),
        "op": wording.compares(),
        "measure": wording.measures(),
        "stages": [(name, wording.stage(name)) for name in EVERY_STAGE],
        "events": [(name, wording.event(name)) for name in wording.EVENTS],
        "facts": facts,
        "allows": [
            (f"{purpose}.{channel}", wording.consent(purpose, channel))
            for purpose, channel in wording.CONSENTS
        ],
        "groups": [
            (f"{'segment' if row.kind == 'rule' else 'list'}:{row.public_id}", row.name) for row in groups
        ],
        "categories": category_choices(_("anything")),
        "joins": [
            ("all", _("all of these hold")),
            ("any", _("at least one holds")),
            ("not", _("none of these holds")),
        ],
    }


def _facts() -> Iterator[tuple[str, str]]:
    for one_fact in known_attributes().values():
        values = ("yes", "no") if one_fact.type == "yes_no" else one_fact.values
        for value in values:
            yield one_fact.name, value


def _said(row: Any, store: Store, names: dict[str, str]) -> str:
    if not row.definition:
        return str(row.note)
    return "; ".join(wording.sentences(parse(row.definition), store.currency, names))


def _members(store: Store, row: Any) -> list[dict[str, Any]]:
    rows = list(queries.members_page(row, SHOWN))
    why = because_of(store, row.definition, [one.relation for one in rows]) if row.definition else {}
    return [_person(store, one.relation, one.name, one.since, why.get(one.relation, ())) for one in rows]


def _person(
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


def _names(store: Store) -> dict[str, str]:
    return {row.public_id: row.name for row in queries.segments_of(store)[:500]}


def _kind(kind: str) -> str:
    return {"rule": _("by rule"), "list": _("list"), "tag": _("tag")}[kind]


def _fitting(many: int) -> str:
    return ngettext("%(n)s person fits now.", "%(n)s people fit now.", many) % {"n": f"{many:,}"}


def _json(text: str) -> Any:
    try:
        found = json.loads(text[:20_000])
        json.dumps(found, ensure_ascii=False).encode()  # half of a character pair is no text
    except (ValueError, RecursionError) as error:
        raise actions.NotReadable(param="definition", reason=_("It is no JSON.")) from error
    return found
