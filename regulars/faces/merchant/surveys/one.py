"""One survey: while it is written, its questions; later what people answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.community.surveys import queries
from regulars.community.surveys.rules.questions import MOST_QUESTIONS
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.surveys import wording
from regulars.faces.merchant.surveys.answers import told
from regulars.goods.catalog.queries import said
from regulars.people.merchants.queries import Store


def survey(request: HttpRequest, store_id: str, survey_id: str) -> HttpResponse:
    """The page of one survey."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.survey_of(store, survey_id)
    state = queries.state_of(row)
    context: dict[str, Any] = {
        "row": row,
        "title": wording.title(row),
        "state": state,
        "pill": wording.state(state),
        "facts": _facts(row),
        "link": settings.SITE_URL.rstrip("/") + reverse("survey", args=[row.public_id]),
    }
    context |= _draft(row) if state == "draft" else _answers(store, row)
    return show(request, "surveys/one", store, actor, "desk_surveys", **context)


def preview(request: HttpRequest, store_id: str, survey_id: str) -> HttpResponse:
    """As the shopper sees it; nothing can be sent."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = queries.survey_of(store, survey_id)
    return show(
        request,
        "surveys/preview",
        store,
        actor,
        "desk_surveys",
        row=row,
        title=wording.title(row),
        intro=said(row.intro, row.intro_zh),
        questions=queries.questions_of(row),
    )


def _facts(row: queries.Survey) -> list[tuple[str, str]]:
    named = _("Only sums, from five answers on") if row.anonymous else _("Names beside the answers")
    return [(_("Asks"), wording.audience(row)), (_("You see"), named)]


def _draft(row: queries.Survey) -> dict[str, Any]:
    asked = queries.questions_of(row)
    return {"questions": _listed(asked), "room": len(asked) < MOST_QUESTIONS}


def _listed(asked: Sequence[Any]) -> list[dict[str, Any]]:
    last = len(asked) - 1
    return [
        {
            "id": one.id,
            "text": said(one.text, one.text_zh),
            "kind": wording.kinds()[one.kind],
            "needed": one.needed,
            "options": [said(option.text, option.text_zh) for option in one.options],
            "first": place == 0,
            "last": place == last,
        }
        for place, one in enumerate(asked)
    ]


def _answers(store: Store, row: queries.Survey) -> dict[str, Any]:
    found = queries.results_of(row)
    return {
        "asked": queries.asked_by(row),
        "found": found,
        "said": told(store, row, found),
        "waits": found.answered - found.counted,
    }
