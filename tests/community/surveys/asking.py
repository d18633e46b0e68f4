"""Surveys in few words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regulars.community.surveys import actions
from regulars.community.surveys.models import Survey
from regulars.community.surveys.rules.questions import Answers
from regulars.ground.kit.actors import SYSTEM
from regulars.people.accounts.models import Person
from regulars.people.merchants.models import Store
from tests.loyalty.outreach.writing import group, people
from tests.town import shopper

WHY = actions.Asking(
    kind="many", text="Why do you come?", text_zh="您为什么来？", options=[("Quality", "品质"), ("Price", "价格")],
    needed=True,
)  # fmt: skip
HOW = actions.Asking(kind="scale", text="Would you recommend us?")
WORDS = actions.Asking(kind="text", text="In your own words?")


def survey(store: Store, *askings: actions.Asking, **more: Any) -> Survey:
    """A draft with these questions, by default why, how and words."""
    row = actions.write(by=SYSTEM, store=store, fields=actions.Fields(**({"title": "Why us"} | more)))
    for one in askings or (WHY, HOW, WORDS):
        actions.put_question(by=SYSTEM, store=store, survey_id=row.public_id, asking=one)
    row.refresh_from_db()
    return row


def opened(store: Store, *askings: actions.Asking, **more: Any) -> Survey:
    """One that asks."""
    row = survey(store, *askings, **more)
    return actions.open_survey(by=SYSTEM, store=store, survey_id=row.public_id)


def asked_group(store: Store, who: Sequence[Person], **more: Any) -> Survey:
    """One that asks these people."""
    return opened(store, audience="group", segment_id=group(store, who), **more)


def answered(row: Survey, given: Sequence[Answers]) -> list[Person]:
    """New people, each with an answer, in this order."""
    who = people(len(given))
    group(row.store, who)
    rows = [
        actions.AnswerRow(person.pk, answers, row.opened_at)
        for person, answers in zip(who, given, strict=True)
    ]
    assert actions.record_answers(by=SYSTEM, survey=row, rows=rows) == len(given)
    return who


def answer(row: Survey, person: Person, **given: Any) -> Any:
    """The person answers; values by question id."""
    values = {key: value if isinstance(value, list) else [str(value)] for key, value in given.items()}
    return actions.answer(by=shopper(person), survey_id=row.public_id, given=values)
