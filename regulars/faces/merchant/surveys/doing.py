"""What can be done with a survey: begun, opened, closed, thrown away, its questions moved; its group written to."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.community.surveys import actions
from regulars.faces.look.going import go
from regulars.faces.merchant.frame import here
from regulars.faces.merchant.surveys import wording
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput
from regulars.people.merchants.queries import Store

STEPS = {"earlier": -1, "later": 1}
EXPECTED = (actions.NotAskable, actions.NobodyToAsk, actions.TooManyOpen, actions.Fixed)


def begin(request: HttpRequest, store_id: str) -> HttpResponse:
    """A draft with questions that many ask."""
    store, actor = here(request, store_id)
    row = actions.begin(by=actor, store=store, preset=request.POST.get("preset", ""))
    return go("desk_survey", store.public_id, row.public_id)


def do(request: HttpRequest, store_id: str, survey_id: str) -> HttpResponse:
    """Carry out the button that was pressed."""
    store, actor = here(request, store_id)
    wish = request.POST.get("do", "")
    if wish == "write":
        return _letter(store, actor, survey_id)
    if wish == "drop":
        actions.drop(by=actor, store=store, survey_id=survey_id)
        messages.success(request, _("The draft is thrown away."))
        return go("desk_surveys", store.public_id)
    try:
        _done(request, store, actor, survey_id, wish)
    except EXPECTED as refusal:
        why = str(refusal.details.get("why", ""))
        messages.error(request, wording.unaskable(why) if why in ("too-many",) else str(refusal.sentence))
    return go("desk_survey", store.public_id, survey_id)


def _done(request: HttpRequest, store: Store, actor: Actor, survey_id: str, wish: str) -> None:
    question = request.POST.get("question", "")
    if wish in STEPS:
        actions.move_question(
            by=actor, store=store, survey_id=survey_id, question_id=question, by_places=STEPS[wish]
        )
    elif wish == "remove":
        actions.remove_question(by=actor, store=store, survey_id=survey_id, question_id=question)
    elif wish == "open":
        actions.open_survey(by=actor, store=store, survey_id=survey_id)
        messages.success(request, _("The survey is open."))
    elif wish == "close":
        actions.close_survey(by=actor, store=store, survey_id=survey_id)
        messages.success(request, _("The survey is closed. What people answered stays here."))
    else:
        raise BadInput(param="do")


def _letter(store: Store, actor: Actor, survey_id: str) -> HttpResponse:
    link = settings.SITE_URL.rstrip("/") + reverse("survey", args=[survey_id])
    row = actions.draft_message(by=actor, store=store, survey_id=survey_id, link=link)
    return go("desk_message_edit", store.public_id, row.public_id)
