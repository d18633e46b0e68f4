"""A person answers, changes the answer, or says "not now"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from regulars.community.surveys import queries
from regulars.community.surveys.events import SurveyAnswered
from regulars.community.surveys.models import Invitation, Response, Survey
from regulars.community.surveys.queries import Asked
from regulars.community.surveys.rules import questions as asked
from regulars.community.surveys.rules.questions import LONGEST_ANSWER, Answers, Unanswered
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock, throttle
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, Busy, NotFound, Refusal
from regulars.ground.kit.texts import paragraphs

ANSWERS = throttle.Limit(60, 3600)


class AnswerMissing(BadInput):
    """A question that needs one has no answer, or one that was not among the choices; `param` names it."""

    code = "survey-answer"
    sentence = _("Please answer this question.")


class Over(Refusal):
    """The survey is closed, or the time to change one's answer is over."""

    status = 409
    code = "survey-over"
    sentence = _("This survey takes no answers any more. Thank you for coming by.")


# No audit entry: the response is its own record, and of an anonymous survey nobody may read who answered.
@action("surveys.answer", audit=False)
def answer(*, by: Actor, survey_id: str, given: Mapping[str, Sequence[str]]) -> Response:
    """Answer, or change one's answer within seven days. `given`: the values of each question by its id.

    Raises LogInFirst, NotFound, AnswerMissing, Over, TooManyTries, Busy.
    """
    found = queries.asked_of(by.require_person(), survey_id)
    throttle.take(f"surveys:{by.person_id}", ANSWERS)
    if not found.takes_answers:
        raise Over()
    answers = _cleaned(found, given)
    return _changed(found, answers) if found.response else _first(found, by.require_person(), answers)


@action("surveys.decline", audit=False)
def decline(*, by: Actor, survey_id: str) -> None:
    """Not now: the question stands on no page of this person any more. Raises LogInFirst, NotFound."""
    person = by.require_person()
    mine = Invitation.objects.across_stores("one person's own invitations")
    rows = mine.filter(person_id=person, survey__public_id=survey_id)
    if not rows.exists():
        raise NotFound()
    rows.filter(declined_at=None).update(declined_at=clock.now())


def _cleaned(found: Asked, given: Mapping[str, Sequence[str]]) -> Answers:
    plainly = {
        name: [paragraphs(value, limit=LONGEST_ANSWER) for value in values] for name, values in given.items()
    }
    try:
        return asked.cleaned(found.questions, plainly)
    except Unanswered as error:
        raise AnswerMissing(param=error.question, why=error.code) from error


def _first(found: Asked, person_id: int, answers: Answers) -> Response:
    row = Response(
        survey=found.survey,
        person_id=person_id,
        answers=answers,
        order_ref=found.invitation.order_ref if found.invitation else "",
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Busy() from error
    announce(_said(found.survey, person_id))
    return row


def _changed(found: Asked, answers: Answers) -> Response:
    row = found.response
    assert row is not None
    row.answers, row.changed_at = answers, clock.now()
    row.save(update_fields=["answers", "changed_at"])
    return row


def _said(survey: Survey, person_id: int) -> SurveyAnswered:
    known = None if survey.anonymous else person_id
    return SurveyAnswered(survey=survey.public_id, store_id=survey.store_id, person_id=known)
