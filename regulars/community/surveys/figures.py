"""Why people come, as a named number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from regulars.community.surveys.models import Response, Survey
from regulars.community.surveys.rules.counting import counted, heard, ticked
from regulars.community.surveys.rules.questions import read
from regulars.ground.lake.figures import Answer, Point, behind, figure
from regulars.people.merchants.models import Store


def who_ticked(store: Store, as_of: datetime, keys: tuple[str, ...]) -> set[str]:
    """Public ids of those who ticked an answer (survey, question, option); nobody where nobody is to be known."""
    if len(keys) != 3:
        return set()
    known = Response.objects.of(store).filter(
        survey__public_id=keys[0], survey__anonymous=False, survey__dropped_at=None, answered_at__lte=as_of
    )
    rows = known.values_list("person__public_id", "answers")
    return {person for person, answers in rows if keys[2] in _ticks(answers.get(keys[1]))}


def _ticks(answer: object) -> list[object]:
    return answer if isinstance(answer, list) else [answer]


@figure(
    "surveys.reasons",
    unit="people",
    title=_("Reasons people give"),
    definition=_(
        "How many people ticked each answer of each survey of the store, of all who answered the question. Of surveys"
        " in which nobody is to be known only whole fives of answers count, each answer as a person of its own."
    ),
    members=who_ticked,
)
def reasons(store: Store, as_of: datetime) -> Answer:
    """One point per survey, question and option, the most ticked first; the value is how many people answered."""
    surveys = Survey.objects.of(store).filter(opened_at__lte=as_of, dropped_at=None).order_by("pk")
    people: set[int] = set()
    nameless = 0
    points: list[Point] = []
    for survey in surveys:
        rows = _rows(survey, as_of)
        # Who is to be known to nobody is counted apart: a person counted once over both would be found out.
        if survey.anonymous:
            nameless += len(rows)
        else:
            people |= {row.person_id for row in rows}
        points += _points(survey, rows)
    return Answer(len(people) + nameless, tuple(points))


UNKNOWN = _("Nobody who answers this survey is to be known.")


def _rows(survey: Survey, as_of: datetime) -> list[Response]:
    given = Response.objects.of(survey.store_id).filter(survey=survey, answered_at__lte=as_of).order_by("pk")
    rows = list(given.only("person_id", "answers"))
    return rows[: counted(len(rows), anonymous=survey.anonymous)]


def _points(survey: Survey, rows: list[Response]) -> Iterator[Point]:
    for question in read(survey.questions):
        given = [row.answers for row in heard(question, rows, anonymous=survey.anonymous)]
        for one in ticked(question, given) if question.picks else ():
            if given or not survey.anonymous:
                keys = (survey.public_id, question.id, one.key)
                yield Point(
                    keys,
                    one.count,
                    one.among,
                    None if survey.anonymous else behind("surveys.reasons", *keys),
                    closed=UNKNOWN if survey.anonymous else "",
                )
