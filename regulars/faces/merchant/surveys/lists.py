"""All surveys of the store, and one survey's answers as a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.community.surveys import queries
from regulars.community.surveys.rules.questions import Answer, Answers, Question
from regulars.faces.look.speech import listed
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.daily.tables import pages, sheet
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.people.wording import stage
from regulars.faces.merchant.surveys import wording
from regulars.goods.catalog.queries import said
from regulars.ground.kit.pages import page
from regulars.people.merchants.queries import Store


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """Every survey, the latest first."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    found = page(queries.surveys_of(store), cursor=request.GET.get("cursor", ""), size=50)
    around = pages({}, found)
    return show(
        request,
        "surveys/index",
        store,
        actor,
        "desk_surveys",
        rows=[_row(store, one) for one in found.items],
        prev=around["prev"],
        next=around["next"],
    )


def table(request: HttpRequest, store_id: str, survey_id: str) -> StreamingHttpResponse:
    """The answers as CSV: with people and stages, or without either when that was promised."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.survey_of(store, survey_id)
    asked = queries.questions_of(row)
    who = [] if row.anonymous else [_("Customer"), _("Stage"), _("Tier"), _("Order"), _("Answered")]
    return sheet(
        f"answers-{row.public_id}",
        [*who, *(said(one.text, one.text_zh) for one in asked)],
        _rows(row, asked),
    )


def _row(store: Store, one: Any) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "name": wording.title(one),
        "href": reverse("desk_survey", args=[store.public_id, one.public_id]),
        "whom": wording.audience(one),
        "state": wording.state(queries.state_of(one)),
        "at": one.opened_at,
        "asked": one.asked,
        "answered": one.answered,
    }


def _rows(row: queries.Survey, asked: tuple[Question, ...]) -> Iterator[list[object]]:
    if row.anonymous:
        yield from (_cells(asked, answers) for answers in queries.loose_rows(row))
        return
    for one in queries.named_rows(row):
        when = one.answered_at.isoformat(timespec="minutes")
        place = stage(one.stage) if one.stage else ""
        yield [one.person.name, place, one.tier, one.order_ref, when, *_cells(asked, one.answers)]


def _cells(asked: tuple[Question, ...], answers: Answers) -> list[object]:
    return [_cell(question, answers.get(question.id)) for question in asked]


def _cell(question: Question, answer: Answer | None) -> object:
    if answer is None or not question.picks:
        return "" if answer is None else answer
    names = {option.id: said(option.text, option.text_zh) for option in question.options}
    ticked = answer if isinstance(answer, list) else [str(answer)]
    return listed(names.get(key, key) for key in ticked)
