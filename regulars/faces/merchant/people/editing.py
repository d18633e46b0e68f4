"""What a group says: described in a form that tells at once how many fit, or taken from a definition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.faces.look.going import go
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.people import form, wording
from regulars.faces.merchant.people.asking import definition_of
from regulars.faces.merchant.shop.choices import category_choices
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.ground.lake.sitting import sitting
from regulars.loyalty.segments import actions, queries
from regulars.loyalty.segments.figures.groups import size
from regulars.loyalty.segments.figures.people import known_attributes
from regulars.loyalty.segments.rules.definition import Unreadable
from regulars.loyalty.segments.rules.stages import EVERY_STAGE
from regulars.people.merchants.queries import Store

LIKELY_FROM = (75, 50, 25)


@sitting()
def new(request: HttpRequest, store_id: str) -> HttpResponse:
    """Build a group; `?definition=` starts from one."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    if request.method == "POST":
        return _built(request, store, actor, "")
    sheet = form.fresh()
    if given := request.GET.get("definition", ""):
        sheet = form.shown(request.GET.get("name", "")[:80], "", definition_of(given), store.currency)
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


def _fitting(many: int) -> str:
    return ngettext("%(n)s person fits now.", "%(n)s people fit now.", many) % {"n": f"{many:,}"}
