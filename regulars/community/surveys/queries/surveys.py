"""A store's surveys."""

from __future__ import annotations

from typing import Literal

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from regulars.community.surveys.models import Invitation, Response, Survey
from regulars.community.surveys.rules.questions import Question, read
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.models import Store

State = Literal["draft", "open", "closed"]


def surveys_of(store: Store) -> QuerySet[Survey]:
    """The store's surveys with how many were `asked` and have `answered`, the latest first."""
    rows = Survey.objects.of(store).filter(dropped_at=None)
    return rows.annotate(asked=_many(Invitation, store), answered=_many(Response, store)).order_by("-id")


def survey_of(store: Store, public_id: str) -> Survey:
    """One of the store's surveys. Raises NotFound."""
    rows = Survey.objects.of(store).filter(public_id=public_id, dropped_at=None)
    found = rows.select_related("segment", "store").first()
    if found is None:
        raise NotFound()
    return found


def open_surveys_of(store: Store | int) -> QuerySet[Survey]:
    """The surveys that ask at the moment."""
    return Survey.objects.of(store).filter(opened_at__isnull=False, closed_at=None, dropped_at=None)


def state_of(survey: Survey) -> State:
    """Whether it is still written, asks, or is over."""
    if survey.opened_at is None:
        return "draft"
    return "open" if survey.closed_at is None else "closed"


def is_open(survey: Survey) -> bool:
    """Whether it asks at the moment."""
    return state_of(survey) == "open"


def questions_of(survey: Survey) -> tuple[Question, ...]:
    """What it asks."""
    return read(survey.questions)


def question_of(survey: Survey, question_id: str) -> Question:
    """One of its questions. Raises NotFound."""
    found = next((one for one in questions_of(survey) if one.id == question_id), None)
    if found is None:
        raise NotFound()
    return found


def asked_by(survey: Survey) -> int:
    """How many people were invited."""
    return Invitation.objects.of(survey.store_id).filter(survey=survey).count()


def _many(model: type[Invitation] | type[Response], store: Store) -> Coalesce:
    own = model.objects.of(store).filter(survey=OuterRef("pk")).order_by().values("survey")
    counted = own.annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
