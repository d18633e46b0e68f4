"""Two stores ask their people: why they come, and how an order was. The answers are those of the town's own buyers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

from regulars.community.surveys import actions
from regulars.community.surveys.queries import Survey
from regulars.community.surveys.rules.questions import Answer
from regulars.faces.terminal.demo.content import read
from regulars.faces.terminal.demo.opening import CAST, Market, at_work, morning
from regulars.faces.terminal.demo.world import Town
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.together import together
from regulars.loyalty.customers.queries import Customer, Filters, customers_of
from regulars.loyalty.segments.actions import upload_list
from regulars.people.accounts.queries import Person

# How often each of the ready reasons is ticked, in per cent; what people do not write they leave empty.
REASONS = (72, 28, 46, 30, 38, 61, 24)
SCALE = (0, 0, 1, 1, 1, 3, 4, 9, 22, 27, 32)
WRITES = 0.62


def ask_around(town: Town, market: Market) -> None:
    """Write the surveys, open them some days ago, and bring in what people answered.

    The worker ties the answers to stages in its first minute: only then does the lake know what people did.
    """
    for number, row in enumerate(read("surveys")["survey"]):
        if row["store"] in market.stores:
            together(by=SYSTEM, doing=partial(_ask, town, market, row, Random(town.seed * 100 + number)))


def _ask(town: Town, market: Market, row: dict[str, Any], dice: Random) -> None:
    store, by = market.stores[row["store"]], at_work(market, row["store"])
    cast = {market.people[name] for name in CAST}
    buyers = customers_of(store, Filters(group="buyers"), sort="value", size=200).items
    opened = morning(town.today - timedelta(days=row["days_open"]))
    with clock.at(opened):
        draft = actions.begin(by=by, store=store, preset=row["preset"])
        group = ""
        if draft.audience == "group":
            ids = [one.relation.public_id for one in buyers]
            group = upload_list(by=by, store=store, name=row["group"], identifiers=ids)[0].public_id
        actions.write(by=by, store=store, fields=_fields(draft, row, group), survey_id=draft.public_id)
        survey = actions.open_survey(by=by, store=store, survey_id=draft.public_id)
    others = [one for one in buyers if one.relation.person_id not in cast]
    chosen = dice.sample(others, min(row["answers"], len(others)))
    actions.record_answers(by=SYSTEM, survey=survey, rows=list(_answers(survey, chosen, row["free"], dice)))


def _fields(draft: Survey, row: dict[str, Any], group: str) -> actions.Fields:
    return actions.Fields(
        title=draft.title,
        title_zh=draft.title_zh,
        intro=draft.intro,
        intro_zh=draft.intro_zh,
        audience=draft.audience,
        segment_id=group,
        after_days=draft.after_days,
        anonymous=row["anonymous"],
    )


def _answers(
    survey: Survey, people: Sequence[Customer], free: Sequence[Sequence[str]], dice: Random
) -> Iterator[actions.AnswerRow]:
    assert survey.opened_at is not None
    span = clock.now() - survey.opened_at
    for moment in sorted((dice.random() ** 2, place) for place in range(len(people))):
        relation = people[moment[1]].relation
        given = {
            one["id"]: found for one in survey.questions if (found := _said(one, relation.person, free, dice))
        }
        at = max(survey.opened_at + span * moment[0], relation.first_order_at or survey.opened_at)
        yield actions.AnswerRow(relation.person_id, given, at)


def _said(question: dict[str, Any], person: Person, free: Sequence[Sequence[str]], dice: Random) -> Answer:
    if question["kind"] == "many":
        ticked = [
            option["id"]
            for option, share in zip(question["options"], REASONS, strict=True)
            if dice.random() * 100 < share
        ]
        return ticked or [question["options"][0]["id"]]
    if question["kind"] == "scale":
        return dice.choices(range(11), weights=SCALE)[0] or 1
    english, chinese = dice.choice(free)
    words = chinese if person.language.startswith("zh") else english
    return words if dice.random() < WRITES else ""
