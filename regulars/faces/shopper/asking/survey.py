"""One screen with a store's questions; a thank-you; all that wait."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.community.surveys import actions
from regulars.community.surveys.queries import Asked, asked_of, is_open, waiting_for
from regulars.community.surveys.rules.asking import EDITABLE
from regulars.faces.look.going import go
from regulars.faces.shopper.asking.cards import card
from regulars.faces.shopper.browsing import tiles
from regulars.faces.shopper.frame import looking, show
from regulars.goods.catalog.queries import said

FIELD = "q-"
SHOWN = 50


def mine(request: HttpRequest) -> HttpResponse:
    """Every survey that waits for the person. Raises LogInFirst."""
    rows = list(waiting_for(looking(request).require_person())[:SHOWN])
    urls = tiles.pictures(stores=[row.survey.store for row in rows])
    cards = [card(row) for row in rows]
    for one in cards:
        logo = urls.get(str(one["logo"]))
        one["logo"] = logo.src if logo else ""
    return show(
        request,
        "asking/mine",
        active="me",
        back={"href": reverse("me"), "label": _("Me")},
        cards=cards,
    )


def survey(request: HttpRequest, survey_id: str) -> HttpResponse:
    """Ask; take the answer. Raises LogInFirst, NotFound, TooManyTries."""
    by = looking(request)
    found = asked_of(by.require_person(), survey_id)
    if request.method != "POST":
        return _page(request, found, dict(found.response.answers) if found.response else {})
    given = {
        key.removeprefix(FIELD): request.POST.getlist(key) for key in request.POST if key.startswith(FIELD)
    }
    try:
        actions.answer(by=by, survey_id=survey_id, given=given)
    except actions.AnswerMissing as refusal:
        errors = {f"{FIELD}{refusal.param}": _missing(str(refusal.details.get("why", "")))}
        return _page(request, found, _typed(found, given), errors, 422)
    except actions.Over as refusal:
        messages.warning(request, str(refusal.sentence))
        return go("survey", survey_id)
    return go("survey", survey_id, to="?done=1")


def later(request: HttpRequest, survey_id: str) -> HttpResponse:
    """Not now, and not again. Raises LogInFirst, NotFound."""
    by = looking(request)
    found = asked_of(by.require_person(), survey_id)
    actions.decline(by=by, survey_id=survey_id)
    messages.success(request, _("All right. The store does not ask this again."))
    return go("store", found.survey.store.slug)


def _page(
    request: HttpRequest,
    found: Asked,
    given: Mapping[str, object],
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    row = found.survey
    store = row.store
    logo = tiles.pictures(stores=[store]).get(store.logo)
    return show(
        request,
        "asking/survey",
        active="me",
        status=status,
        survey=row,
        store=store,
        store_name=said(store.name, store.name_zh),
        logo=logo.src if logo else "",
        title=said(row.title, row.title_zh),
        intro=said(row.intro, row.intro_zh),
        questions=found.questions,
        given=given,
        errors=errors or {},
        listed=[{"text": text, "href": f"#f-{name}"} for name, text in (errors or {}).items()],
        open=is_open(row),
        takes=found.takes_answers,
        answered=found.response is not None,
        until=found.response.answered_at + EDITABLE if found.response else None,
        asked=found.invitation is not None and found.invitation.declined_at is None,
        done=request.GET.get("done") == "1" and found.response is not None,
        back={"href": reverse("store", args=[store.slug]), "label": said(store.name, store.name_zh)},
    )


def _typed(found: Asked, given: Mapping[str, list[str]]) -> dict[str, object]:
    """What was typed, as the fields show it."""
    kinds = {one.id: one.kind for one in found.questions}
    return {
        key: values if kinds[key] == "many" else values[0]
        for key, values in given.items()
        if key in kinds and values
    }


def _missing(why: str) -> str:
    words = {"long": _("Write at most 2,000 characters."), "unknown": _("Choose one of the answers here.")}
    return words.get(why, _("Please answer this question."))
