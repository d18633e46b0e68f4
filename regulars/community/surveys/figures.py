"""Why people come, as a named number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from regulars.community.surveys.models import Response, Survey
from regulars.community.surveys.rules.counting import FEWEST, counted, ticked
from regulars.community.surveys.rules.questions import Answers, read
from regulars.ground.lake.figures import Answer, Point, figure
from regulars.people.merchants.models import Store


@figure(
    "surveys.reasons",
    unit="people",
    title=_("Reasons people give"),
    definition=_(
        "How many people ticked each answer of each survey of the store, of all who answered the question. Of surveys"
        " in which nobody is to be known only whole fives of answers count."
    ),
)
def reasons(store: Store, as_of: datetime) -> Answer:
    """One point per survey, question and option, the most ticked first; the value is how many people answered."""
    surveys = Survey.objects.of(store).filter(opened_at__lte=as_of, dropped_at=None).order_by("pk")
    people: set[int] = set()
    points: list[Point] = []
    for survey in surveys:
        rows = _rows(survey, as_of)
        people |= {person for person, _answers in rows}
        points += _points(survey, [answers for _person, answers in rows])
    return Answer(len(people), tuple(points))


def _rows(survey: Survey, as_of: datetime) -> list[tuple[int, Answers]]:
    given = Response.objects.of(survey.store_id).filter(survey=survey, answered_at__lte=as_of).order_by("pk")
    rows = list(given.values_list("person_id", "answers"))
    return rows[: counted(len(rows), anonymous=survey.anonymous)]


def _points(survey: Survey, rows: list[Answers]) -> Iterator[Point]:
    for question in read(survey.questions):
        for one in ticked(question, rows) if question.picks else ():
            if not survey.anonymous or one.among >= FEWEST:
                yield Point((survey.public_id, question.id, one.key), one.count, one.among)
