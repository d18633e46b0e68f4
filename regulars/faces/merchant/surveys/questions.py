"""Writing one question."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from regulars.community.surveys import actions, queries
from regulars.community.surveys.rules.questions import Question
from regulars.faces.look.forms import Given
from regulars.faces.look.going import go
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.surveys import wording
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput
from regulars.people.merchants.queries import Store

BETWEEN = "|"


def new(request: HttpRequest, store_id: str, survey_id: str) -> HttpResponse:
    """One more question."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.survey_of(store, survey_id)
    if request.method == "POST":
        return _written(request, store, actor, row, "")
    return _form(request, store, actor, row, {"kind": "many"}, "")


def edit(request: HttpRequest, store_id: str, survey_id: str, question_id: str) -> HttpResponse:
    """Change a question of a draft."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.survey_of(store, survey_id)
    one = queries.question_of(row, question_id)
    if request.method == "POST":
        return _written(request, store, actor, row, one.id)
    return _form(request, store, actor, row, _values(one), one.id)


def _values(one: Question) -> dict[str, Any]:
    lines = [
        f"{option.text} {BETWEEN} {option.text_zh}" if option.text_zh else option.text
        for option in one.options
    ]
    values = {name: getattr(one, name) for name in ("kind", "text", "text_zh", "needed")}
    return values | {"options": "\n".join(lines)}


def _written(
    request: HttpRequest, store: Store, actor: Actor, row: queries.Survey, question_id: str
) -> HttpResponse:
    given = Given(request.POST, store.currency)
    typed = {name: given.text(name) for name in ("kind", "text", "text_zh", "options")}
    asking = actions.Asking(
        kind=typed["kind"],
        text=typed["text"],
        text_zh=typed["text_zh"],
        options=[_pair(line) for line in typed["options"].splitlines() if line.strip()],
        needed=given.flag("needed"),
    )
    try:
        actions.put_question(
            by=actor, store=store, survey_id=row.public_id, asking=asking, question_id=question_id
        )
        return go("desk_survey", store.public_id, row.public_id, to="#questions")
    except actions.NotAskable as refusal:
        given.refuse(refusal.param or "text", wording.unaskable(str(refusal.details.get("why", ""))))
    except actions.Fixed as refusal:
        given.refuse("text", str(refusal.sentence))
    except BadInput as refusal:
        given.take(refusal, {}, "text")
    values = typed | {"needed": given.flag("needed")}
    return _form(request, store, actor, row, values, question_id, given, 422)


def _pair(line: str) -> tuple[str, str]:
    english, _bar, chinese = line.partition(BETWEEN)
    return english.strip(), chinese.strip()


def _form(
    request: HttpRequest,
    store: Store,
    actor: Actor,
    row: queries.Survey,
    values: dict[str, Any],
    question_id: str,
    given: Given | None = None,
    status: int = 200,
) -> HttpResponse:
    return show(
        request,
        "surveys/question",
        store,
        actor,
        "desk_surveys",
        status=status,
        row=row,
        title=wording.title(row),
        values=values,
        question_id=question_id,
        errors=given.errors if given else {},
        listed=given.listed() if given else [],
        kinds=list(wording.kinds().items()),
    )
