"""What is tried and refused leaves neither rows nor facts; what went before stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import pytest

from regulars.ground.bus.attempts import attempt
from regulars.ground.bus.facts import Fact, public
from regulars.ground.bus.models import Message
from regulars.ground.bus.outbox import announce
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.models import IdempotencyKey
from regulars.ground.kit.refusals import Busy


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Fact):
    """Something was noted (tests)."""

    name: ClassVar[str] = "tests.noted.v1"
    word: str


def note(word: str) -> None:
    IdempotencyKey.objects.create(scope="attempt", key=word, body_hash="", action="")
    announce(Noted(word=word))


@action("tests.attempts", audit=False)
def three(*, by: Actor, refused: bool) -> None:
    """A note, an attempt at one, and another note."""
    note("before")
    try:
        with attempt():
            note("tried")
            if refused:
                raise Busy()
    except Busy:
        pass
    note("after")


def kept() -> tuple[list[str], list[str]]:
    rows = IdempotencyKey.objects.filter(scope="attempt").order_by("pk").values_list("key", flat=True)
    told = Message.objects.filter(name=Noted.name).order_by("pk")
    return list(rows), [message.body["word"] for message in told]


@pytest.mark.parametrize(
    ("refused", "words"), [(True, ["before", "after"]), (False, ["before", "tried", "after"])]
)
def test_a_refusal_undoes_rows_and_facts_together(db: Any, refused: bool, words: list[str]) -> None:
    three(by=SYSTEM, refused=refused)
    assert kept() == (words, words)


@action("tests.first_attempt", audit=False)
def only(*, by: Actor) -> None:
    """Nothing was announced before the attempt."""
    try:
        with attempt():
            note("tried")
            raise Busy()
    except Busy:
        pass


def test_a_refused_first_fact_is_not_told(db: Any) -> None:
    only(by=SYSTEM)
    assert kept() == ([], [])
