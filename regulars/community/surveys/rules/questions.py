"""What a survey may ask, and what counts as an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta, Struct

Kind = Literal["one", "many", "scale", "text"]
ONE: Final = "one"
MANY: Final = "many"
SCALE: Final = "scale"
TEXT: Final = "text"
KINDS: tuple[Kind, ...] = (ONE, MANY, SCALE, TEXT)
MOST_QUESTIONS, MOST_OPTIONS, TOP = 5, 12, 10
LONGEST_TEXT, LONGEST_ANSWER = 200, 2000
Id = Annotated[str, Meta(pattern=r"^[a-z0-9]{1,12}$")]
Words = Annotated[str, Meta(max_length=LONGEST_TEXT)]
Answer = str | list[str] | int
Answers = dict[str, Answer]


class Option(Struct, frozen=True, forbid_unknown_fields=True):
    """Something to tick."""

    id: Id
    text: Words
    text_zh: Words = ""


class Question(Struct, frozen=True, forbid_unknown_fields=True):
    """One question. `needed`: without an answer to it the survey is not taken."""

    id: Id
    kind: Kind
    text: Words
    text_zh: Words = ""
    options: tuple[Option, ...] = ()
    needed: bool = False

    @property
    def picks(self) -> bool:
        """Whether something is ticked."""
        return self.kind in (ONE, MANY)


class Unaskable(ValueError):
    """These questions cannot be asked; `code` says why, `place` (from 0) which of them, -1 for all."""

    def __init__(self, code: str, place: int = -1) -> None:
        self.code, self.place = code, place
        super().__init__(f"{code} at {place}")


class Unanswered(ValueError):
    """An answer is missing or is none; `question` names it, `code` says why: needed, unknown, long."""

    def __init__(self, code: str, question: str) -> None:
        self.code, self.question = code, question
        super().__init__(f"{code}: {question}")


def read(body: Any) -> tuple[Question, ...]:
    """Questions from their stored form. Raises Unaskable."""
    try:
        return msgspec.convert(body, tuple[Question, ...])
    except msgspec.ValidationError as error:
        raise Unaskable("unreadable") from error


def stored(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Questions as plain JSON values."""
    found: list[dict[str, Any]] = msgspec.to_builtins(questions)
    return found


def check(questions: Sequence[Question], *, whole: bool = True) -> None:
    """Raise Unaskable. `whole`: as they will be asked; else a draft, which may have no question yet."""
    if len(questions) > MOST_QUESTIONS:
        raise Unaskable("too-many")
    if whole and not questions:
        raise Unaskable("none")
    if len({one.id for one in questions}) < len(questions):
        raise Unaskable("twice")
    for place, one in enumerate(questions):
        _check(one, place)


def _check(one: Question, place: int) -> None:
    if not (one.text or one.text_zh):
        raise Unaskable("no-text", place)
    if not one.picks:
        if one.options:
            raise Unaskable("options", place)
        return
    if not 2 <= len(one.options) <= MOST_OPTIONS:
        raise Unaskable("options", place)
    if len({option.id for option in one.options}) < len(one.options):
        raise Unaskable("twice", place)
    if not all(option.text or option.text_zh for option in one.options):
        raise Unaskable("no-text", place)


def cleaned(questions: Sequence[Question], given: Mapping[str, Sequence[str]]) -> Answers:
    """What was answered, by question; those left empty are missing. Raises Unanswered.

    `given` has the values that came for each question's id, already plain text.
    """
    found: Answers = {}
    for one in questions:
        values = [value for value in given.get(one.id, ()) if value]
        if values:
            found[one.id] = _answer(one, values)
        elif one.needed:
            raise Unanswered("needed", one.id)
    if not found:
        raise Unanswered("needed", questions[0].id)
    return found


def _answer(one: Question, values: Sequence[str]) -> Answer:
    if one.kind == TEXT:
        if len(values[0]) > LONGEST_ANSWER:
            raise Unanswered("long", one.id)
        return values[0]
    if one.kind == SCALE:
        if values[0] not in map(str, range(TOP + 1)):
            raise Unanswered("unknown", one.id)
        return int(values[0])
    known = [option.id for option in one.options]
    if not {*values} <= {*known} or (one.kind == ONE and len(values) > 1):
        raise Unanswered("unknown", one.id)
    return values[0] if one.kind == ONE else [option for option in known if option in values]


def moved(questions: Sequence[Question], which: str, by: int) -> tuple[Question, ...]:
    """The questions with one of them `by` places later; at an end it stays."""
    order = list(questions)
    at = next((place for place, one in enumerate(order) if one.id == which), None)
    if at is None:
        return tuple(order)
    one = order.pop(at)
    order.insert(max(0, min(len(order), at + by)), one)
    return tuple(order)


def free_id(taken: Sequence[str], prefix: str) -> str:
    """An id that is not taken: the prefix with a number."""
    return next(name for number in range(1, len(taken) + 2) if (name := f"{prefix}{number}") not in taken)
