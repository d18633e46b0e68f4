"""What a survey says and whom it asks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from regulars.community.surveys import actions, queries
from regulars.community.surveys.rules.asking import LATEST_DAYS
from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.people.choices import group_choices
from regulars.faces.merchant.surveys import wording
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.people.merchants.queries import Store

TEXTS = ("title", "title_zh", "intro", "intro_zh", "audience", "segment_id")
FRESH = {"audience": "group", "after_days": 3}


def new(request: HttpRequest, store_id: str) -> HttpResponse:
    """A new survey; `?group=` chooses its group."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    if request.method == "POST":
        return _written(request, store, actor, "")
    return _form(request, store, actor, FRESH | {"segment_id": request.GET.get("group", "")}, "")


def edit(request: HttpRequest, store_id: str, survey_id: str) -> HttpResponse:
    """Change a draft."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.survey_of(store, survey_id)
    if request.method == "POST":
        return _written(request, store, actor, row.public_id)
    values = {name: getattr(row, name) for name in (*TEXTS[:-1], "after_days", "anonymous")}
    chosen = row.segment.public_id if row.segment else ""
    return _form(request, store, actor, values | {"segment_id": chosen}, row.public_id)


def _written(request: HttpRequest, store: Store, actor: Actor, survey_id: str) -> HttpResponse:
    given = Given(request.POST, store.currency)
    values = {name: given.text(name) for name in TEXTS}
    days = given.whole("after_days", low=0, high=LATEST_DAYS)
    typed: dict[str, Any] = values | {
        "after_days": given.text("after_days"),
        "anonymous": given.flag("anonymous"),
    }
    if not given.errors:
        fields = actions.Fields(**values, after_days=days or 0, anonymous=given.flag("anonymous"))
        try:
            row = actions.write(by=actor, store=store, fields=fields, survey_id=survey_id)
            return go("desk_survey", store.public_id, row.public_id)
        except Refusal as refusal:
            given.take(refusal, {}, "title")
    return _form(request, store, actor, typed, survey_id, given, 422)


def _form(
    request: HttpRequest,
    store: Store,
    actor: Actor,
    values: dict[str, Any],
    survey_id: str,
    given: Given | None = None,
    status: int = 200,
) -> HttpResponse:
    return show(
        request,
        "surveys/form",
        store,
        actor,
        "desk_surveys",
        status=status,
        values=values,
        survey_id=survey_id,
        errors=given.errors if given else {},
        listed=given.listed() if given else [],
        groups=group_choices(store),
        audiences=list(wording.audiences().items()),
        chinese_open=bool(values.get("title_zh") or values.get("intro_zh")),
    )
