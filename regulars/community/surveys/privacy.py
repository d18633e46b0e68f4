"""Which questions stores put to a person, and what they answered."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from regulars.community.surveys.models import Invitation, Response, Survey
from regulars.ground.kit.exports import CHUNK
from regulars.ground.kit.privacy import About, forgets, knows_nobody, tells

knows_nobody("what a store asks, the same for everybody, and which staff wrote it", Survey)


@tells("questions_of_stores", "survey.store.name survey.title order_ref asked_at declined_at", Invitation)
def _invitations(about: About) -> Iterator[Invitation]:
    return _asked(about).select_related("survey__store").order_by("pk").iterator(CHUNK)


@tells(
    "survey_answers",
    "survey.store.name survey.title survey.anonymous survey.questions answers stage tier answered_at changed_at",
    Response,
)
def _answers(about: About) -> Iterator[Response]:
    return _answered(about).select_related("survey__store").order_by("pk").iterator(CHUNK)


@forgets("what the person answered is deleted, and that they were asked", Invitation, Response)
def _forget_answers(about: About) -> None:
    _answered(about).delete()
    _asked(about).delete()


def _asked(about: About) -> QuerySet[Invitation]:
    rows = Invitation.objects.across_stores("one person's own invitations")
    return rows.filter(person_id=about.person_id, **about.at("survey__store_id"))


def _answered(about: About) -> QuerySet[Response]:
    rows = Response.objects.across_stores("one person's own answers")
    return rows.filter(person_id=about.person_id, **about.at("survey__store_id"))
