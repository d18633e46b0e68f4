"""The people behind an answer, and the way to keep them as a group."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.community.surveys import actions, queries
from regulars.community.surveys.rules.questions import Question
from regulars.faces.look.going import go
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.surveys import wording
from regulars.goods.catalog.queries import said
from regulars.ground.kit.refusals import Refusal

SHOWN = 100


def people(request: HttpRequest, store_id: str, survey_id: str, question_id: str, pick: str) -> HttpResponse:
    """Who gave an answer. POST keeps them as a list, of which messages and offers can be made."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.survey_of(store, survey_id)
    found = queries.people_behind(row, question_id, pick)
    answer = _answer(queries.question_of(row, question_id), pick)
    if request.method == "POST":
        given = request.POST.get("name", "").strip() or answer
        try:
            kept = actions.keep_people(
                by=actor, store=store, survey_id=survey_id, question_id=question_id, pick=pick, name=given
            )
        except Refusal as refusal:
            if refusal.status in (401, 403, 404):
                raise
            messages.error(request, str(refusal.sentence))
            return go("desk_survey_people", store.public_id, survey_id, question_id, pick)
        return go("desk_group", store.public_id, kept.public_id)
    return show(
        request,
        "surveys/people",
        store,
        actor,
        "desk_surveys",
        row=row,
        title=wording.title(row),
        answer=answer,
        many=len(found),
        people=[
            {
                "name": one.name or _("Without a name"),
                "href": reverse("desk_customer", args=[store.public_id, one.relation]),
                "why": [],
            }
            for one in found[:SHOWN]
        ],
    )


def _answer(question: Question, pick: str) -> str:
    """The answer in words."""
    if question.picks:
        option = next((one for one in question.options if one.id == pick), None)
        return said(option.text, option.text_zh) if option else pick
    if question.kind == "scale" and pick in queries.BANDS:
        return wording.band(pick)
    return said(question.text, question.text_zh)
