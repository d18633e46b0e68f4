"""What people answered, question by question, and where those stand who did."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache

from regulars.community.surveys.models import Response, Survey
from regulars.community.surveys.queries.surveys import question_of, questions_of
from regulars.community.surveys.rules.counting import (
    FEWEST,
    Scale,
    Share,
    counted,
    heard,
    loose,
    parted,
    scaled,
    ticked,
    written,
)
from regulars.community.surveys.rules.questions import SCALE, TEXT, Answers, Question
from regulars.community.surveys.rules.themes import Theme, themes
from regulars.ground.kit.refusals import NotFound
from regulars.loyalty.customers.queries import relations_of
from regulars.people.accounts.models import Person

BANDS = {"9-10": (9, 10), "7-8": (7, 8), "0-6": (0, 6)}
DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Given:
    """One answered survey as sums see it."""

    person_id: int
    answers: Answers
    stage: str
    tier: str


@dataclass(frozen=True, slots=True)
class Part:
    """What the people at one stage, or of one tier, said to a question; `among` of them answered it."""

    key: str
    among: int
    shares: list[Share]
    scale: Scale | None


@dataclass(frozen=True, slots=True)
class Said:
    """One question's result. `hidden` people are counted at no stage, lest they be told apart."""

    question: Question
    among: int
    shares: list[Share]
    scale: Scale | None
    texts: list[str]
    themes: list[Theme]
    stages_of_themes: list[dict[str, int]]
    by_stage: list[Part]
    by_tier: list[Part]
    hidden: int


@dataclass(frozen=True, slots=True)
class Results:
    """All questions. `answered` people did; `counted` of them are in the sums; `unplaced` have no stage yet."""

    answered: int
    counted: int
    unplaced: int
    said: list[Said]


def results_of(survey: Survey) -> Results:
    """What is known of a survey's answers. Two queries, and the grouping of free text from memory if it was done."""
    rows = given_to(survey)
    answered = Response.objects.of(survey.store_id).filter(survey=survey).count()
    said = [_said(survey, question, rows) for question in questions_of(survey)] if rows else []
    return Results(answered, len(rows), sum(not row.stage for row in rows), said)


def given_to(survey: Survey) -> list[Given]:
    """The answers that are counted, in the order they came."""
    rows = Response.objects.of(survey.store_id).filter(survey=survey).order_by("pk")
    every = [Given(*row) for row in rows.values_list("person_id", "answers", "stage", "tier")]
    return every[: counted(len(every), anonymous=survey.anonymous)]


def named_rows(survey: Survey) -> list[Response]:
    """Answers with who gave them, for tables. Raises NotFound when nobody may be known."""
    if survey.anonymous:
        raise NotFound()
    rows = Response.objects.of(survey.store_id).filter(survey=survey)
    return list(rows.select_related("person").order_by("pk"))


def loose_rows(survey: Survey) -> list[Answers]:
    """Answers for tables when nobody may be known: which answers one person gave cannot be told either."""
    return loose(questions_of(survey), given_to(survey))


@dataclass(frozen=True, slots=True)
class Behind:
    """Somebody behind an answer: the store's own id for them, a name."""

    relation: str
    name: str


def people_behind(survey: Survey, question_id: str, pick: str) -> list[Behind]:
    """Who ticked an option, or gave a value of a band of the scale. Raises NotFound when nobody may be known."""
    if survey.anonymous:
        raise NotFound()
    question = question_of(survey, question_id)
    keys = [row.person_id for row in given_to(survey) if _picked(question, row.answers, pick)]
    known = relations_of(survey.store_id, keys)
    names = dict(Person.objects.filter(pk__in=keys).values_list("pk", "name"))
    return [Behind(known[key].public_id, names.get(key, "")) for key in keys if key in known]


def _picked(question: Question, answers: Answers, pick: str) -> bool:
    value = answers.get(question.id)
    if question.kind == SCALE:
        low, high = BANDS.get(pick, (1, 0))
        return isinstance(value, int) and low <= value <= high
    if question.kind == TEXT:
        return value is not None
    return pick in value if isinstance(value, list) else value == pick


def _said(survey: Survey, question: Question, rows: Sequence[Given]) -> Said:
    mine = heard(question, rows, anonymous=survey.anonymous)
    if survey.anonymous and not mine:
        return Said(question, 0, [], None, [], [], [], [], [], len(rows))
    answers = [row.answers for row in mine]
    texts = written(question, answers)
    found = _themes([text for _place, text in texts]) if texts else []
    by_stage, hidden = _parted(survey, question, mine, "stage")
    by_tier, _hidden = _parted(survey, question, mine, "tier")
    return Said(
        question,
        len(mine),
        ticked(question, answers) if question.picks else [],
        scaled(question, answers),
        [text for _place, text in texts],
        found,
        [_stages(survey, [mine[place] for place in theme.members]) for theme in found],
        by_stage,
        by_tier,
        hidden,
    )


def _parted(survey: Survey, question: Question, mine: Sequence[Given], name: str) -> tuple[list[Part], int]:
    groups: dict[str, list[Given]] = {}
    for row in mine:
        if key := getattr(row, name):
            groups.setdefault(key, []).append(row)
    seen = parted(groups, anonymous=survey.anonymous)
    parts = [_part(question, key, seen[key]) for key in sorted(seen, key=lambda key: (-len(seen[key]), key))]
    return parts, len(mine) - sum(map(len, seen.values())) if survey.anonymous else 0


def _part(question: Question, key: str, rows: Sequence[Given]) -> Part:
    answers = [row.answers for row in rows]
    shares = ticked(question, answers) if question.picks else []
    return Part(key, len(rows), shares, scaled(question, answers))


def _stages(survey: Survey, rows: Sequence[Given]) -> dict[str, int]:
    """How many of a theme stand at each stage."""
    counts = Counter(row.stage for row in rows)
    fewest = FEWEST if survey.anonymous else 1
    return {name: many for name, many in counts.items() if many >= fewest}


def _themes(texts: Sequence[str]) -> list[Theme]:
    """Grouped once for the same texts: that takes a second of CPU for two thousand of them."""
    key = f"surveys.themes.1:{hashlib.blake2b(chr(0).join(texts).encode(), digest_size=16).hexdigest()}"
    found = cache.get(key)
    if found is None:
        found = themes(texts)
        cache.set(key, found, DAY)
    return list(found)
