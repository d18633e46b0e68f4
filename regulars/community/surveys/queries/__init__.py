"""Questions about surveys: the store's own, what a person is asked, what was answered."""

from regulars.community.surveys.models import Invitation, Response, Survey
from regulars.community.surveys.queries.asking import (
    Asked,
    asked_of,
    waiting_about,
    waiting_at,
    waiting_for,
    was_return,
)
from regulars.community.surveys.queries.results import (
    BANDS,
    Behind,
    Part,
    Results,
    Said,
    given_to,
    loose_rows,
    named_rows,
    people_behind,
    results_of,
)
from regulars.community.surveys.queries.surveys import (
    asked_by,
    is_open,
    open_surveys_of,
    question_of,
    questions_of,
    state_of,
    survey_of,
    surveys_of,
)

__all__ = [
    "BANDS",
    "Asked",
    "Behind",
    "Invitation",
    "Part",
    "Response",
    "Results",
    "Said",
    "Survey",
    "asked_by",
    "asked_of",
    "given_to",
    "is_open",
    "loose_rows",
    "named_rows",
    "open_surveys_of",
    "people_behind",
    "question_of",
    "questions_of",
    "results_of",
    "state_of",
    "survey_of",
    "surveys_of",
    "waiting_about",
    "waiting_at",
    "waiting_for",
    "was_return",
]
