"""What answers add up to: shares with what chance allows, scales, and what is not shown lest it tell who answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from regulars.community.surveys.rules.questions import SCALE, TEXT, TOP, Answer, Answers, Question
from regulars.ground.kit.shares import wilson

FEWEST = 5
DETRACTORS, PROMOTERS = range(7), range(9, TOP + 1)


class Answered(Protocol):
    """Whatever holds the answers of one person."""

    @property
    def answers(self) -> Answers: ...


Given = TypeVar("Given", bound=Answered)


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `among`, and between which shares the truth lies in 95 of 100 such surveys."""

    key: str
    count: int
    among: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share, 0 to 1."""
        return self.count / self.among if self.among else 0.0


@dataclass(frozen=True, slots=True)
class Scale:
    """Answers from 0 to 10: how many gave each, their mean, promoters (9, 10) less detractors (0 to 6) in points."""

    counts: tuple[int, ...]
    mean: float
    net: float
    promoters: int
    detractors: int

    @property
    def among(self) -> int:
        """How many answered."""
        return sum(self.counts)


def share(key: str, count: int, among: int) -> Share:
    """A share with its interval."""
    return Share(key, count, among, *wilson(count, among))


def ticked(question: Question, rows: Sequence[Answers]) -> list[Share]:
    """How many ticked each option, the most ticked first, of all who answered the question."""
    given = [row[question.id] for row in rows if question.id in row]
    counts = Counter(one for answer in given for one in (answer if isinstance(answer, list) else [answer]))
    found = [share(option.id, counts[option.id], len(given)) for option in question.options]
    return sorted(found, key=lambda one: -one.count)


def scaled(question: Question, rows: Sequence[Answers]) -> Scale | None:
    """The distribution of a scale; None while nobody answered."""
    given = Counter(value for row in rows if isinstance(value := row.get(question.id), int))
    many = sum(given.values())
    if question.kind != SCALE or not many:
        return None
    promoters, detractors = (sum(given[one] for one in some) for some in (PROMOTERS, DETRACTORS))
    mean = sum(value * count for value, count in given.items()) / many
    counts = tuple(given[value] for value in range(TOP + 1))
    return Scale(counts, mean, 100 * (promoters - detractors) / many, promoters, detractors)


def written(question: Question, rows: Sequence[Answers]) -> list[tuple[int, str]]:
    """Free answers with the place of each in `rows`."""
    if question.kind != TEXT:
        return []
    return [
        (place, value) for place, row in enumerate(rows) if isinstance(value := row.get(question.id), str)
    ]


def counted(many: int, *, anonymous: bool) -> int:
    """How many of the first answers are counted: all, or (when nobody may be known) whole fives only.

    Whoever looks before and after each answer would else read the answer of the one who came between.
    """
    return many - many % FEWEST if anonymous else many


def heard(question: Question, rows: Sequence[Given], *, anonymous: bool) -> list[Given]:
    """Those of `rows` (in the order they came) who answered a question and are counted in its sums."""
    found = [row for row in rows if question.id in row.answers]
    return found[: counted(len(found), anonymous=anonymous)]


def parted(groups: Mapping[str, Sequence[Given]], *, anonymous: bool) -> dict[str, list[Given]]:
    """The groups whose sums are shown, each with those who are counted in it.

    When nobody may be known, these are whole fives of each: what is missing from the whole (those of small groups and
    of none are) is then nobody or five people at least, and two looks at a group never differ by fewer.
    """
    kept = {name: list(rows[: counted(len(rows), anonymous=anonymous)]) for name, rows in groups.items()}
    return {name: rows for name, rows in kept.items() if rows}


def loose(questions: Sequence[Question], rows: Sequence[Given]) -> list[Answers]:
    """Answers of which nobody can tell which of them one person gave: those to each question, sorted by themselves."""
    found: list[Answers] = [{} for _row in rows]
    for question in questions:
        given = [row.answers[question.id] for row in heard(question, rows, anonymous=True)]
        for place, value in enumerate(sorted(given, key=_order)):
            found[place][question.id] = value
    return [one for one in found if one]


def _order(value: Answer) -> tuple[int, str]:
    return (value, "") if isinstance(value, int) else (0, str(value))
