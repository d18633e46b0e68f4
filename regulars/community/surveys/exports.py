"""What a store takes along of its surveys: what it asked, whom, and the answers, named or not as was promised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from regulars.community.surveys.models import Invitation, Response, Survey
from regulars.community.surveys.queries import loose_rows, named_rows
from regulars.ground.kit.exports import CHUNK, goes_along
from regulars.people.merchants.models import Store


@goes_along(
    "surveys",
    "public_id title title_zh intro intro_zh questions audience segment.public_id after_days anonymous created_at "
    "opened_at closed_at",
    Survey,
)
def _surveys(store: Store) -> Iterator[Survey]:
    rows = Survey.objects.of(store).filter(dropped_at=None).select_related("segment")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along("survey_invitations", "survey.public_id person.public_id order_ref asked_at due_at", Invitation)
def _invitations(store: Store) -> Iterator[Invitation]:
    rows = Invitation.objects.of(store).select_related("survey", "person")
    return rows.order_by("pk").iterator(CHUNK)


@goes_along(
    "survey_answers",
    "survey person order_ref answers stage tier answered_at changed_at",
    Response,
)
def _answers(store: Store) -> Iterator[dict[str, Any]]:
    for survey in Survey.objects.of(store).order_by("pk"):
        if survey.anonymous:
            yield from ({"survey": survey.public_id, "answers": answers} for answers in loose_rows(survey))
        else:
            yield from (_named(survey, row) for row in named_rows(survey))


def _named(survey: Survey, row: Response) -> dict[str, Any]:
    return {
        "survey": survey.public_id,
        "answers": row.answers,
        "person": row.person.public_id,
        "order_ref": row.order_ref,
        "stage": row.stage,
        "tier": row.tier,
        "answered_at": row.answered_at,
        "changed_at": row.changed_at,
    }
