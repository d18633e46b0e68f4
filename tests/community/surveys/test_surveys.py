"""Surveys in the database: who may be asked, what stores see, what becomes of answers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from regulars.community.surveys import actions, queries
from regulars.community.surveys.exports import _answers as exported
from regulars.community.surveys.models import Invitation, Response
from regulars.community.surveys.tasks import place_answers
from regulars.ground.bus.models import Message
from regulars.ground.bus.relay import drain
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.ground.kit.models import AuditEntry
from regulars.ground.kit.refusals import NotFound
from regulars.ground.lake.figures import ask
from regulars.loyalty.customers import actions as customers
from regulars.loyalty.segments.figures import groups
from regulars.trade.orders import actions as orders
from tests.community.surveys.asking import HOW, WHY, WORDS, answer, answered, asked_group, opened, survey
from tests.loyalty.outreach.writing import group, people
from tests.town import Town, shopper
from tests.trade.orders.shopping import bought, order_in


def waiting(person: object) -> list[str]:
    return [row.survey.title for row in queries.waiting_for(person.pk)]  # type: ignore[attr-defined]


def test_whom_the_store_asked_lately_is_passed_over(town: Town) -> None:
    asked_group(town.clay, [town.alice], title="First")
    with clock.shift(timedelta(days=29)):
        asked_group(town.clay, [town.alice, town.bob], title="Second")
        assert (waiting(town.alice), waiting(town.bob)) == (["First"], ["Second"])
        asked_group(town.cashmere, [town.alice], title="Another store's")
        assert waiting(town.alice) == ["Another store's", "First"]
    with clock.shift(timedelta(days=31)):
        asked_group(town.clay, [town.alice], title="Third")
        assert "Third" in waiting(town.alice)


def test_three_are_open_and_no_more(town: Town) -> None:
    rows = [opened(town.clay, title=f"{number}") for number in range(3)]
    with pytest.raises(actions.TooManyOpen):
        opened(town.clay)
    actions.close_survey(by=SYSTEM, store=town.clay, survey_id=rows[0].public_id)
    opened(town.clay)


def test_a_survey_without_questions_or_group_does_not_open(town: Town) -> None:
    empty = actions.write(by=SYSTEM, store=town.clay, fields=actions.Fields(title="Empty"))
    with pytest.raises(actions.NotAskable):
        actions.open_survey(by=SYSTEM, store=town.clay, survey_id=empty.public_id)
    row = survey(town.clay, audience="group")
    with pytest.raises(actions.NobodyToAsk):
        actions.open_survey(by=SYSTEM, store=town.clay, survey_id=row.public_id)


def test_a_link_opens_for_customers_only(town: Town) -> None:
    row = opened(town.clay)
    with pytest.raises(NotFound):
        answer(row, town.bob, q1=["o1"])
    customers.touch(by=SYSTEM, store=town.clay, person_id=town.bob.pk, origin="visit")
    assert answer(row, town.bob, q1=["o1"]).answers == {"q1": ["o1"]}


def test_a_return_is_asked_about_and_a_cancelled_order_is_not(town: Town) -> None:
    opened(town.clay, HOW, title="Back", audience="return")
    cup, by, mei = town.variant(town.cup).public_id, shopper(town.alice), town.mei_at_work()
    called_off = order_in(bought(by, {cup: 1}), town.clay)
    orders.refuse_order(by=mei, store=town.clay, order=called_off.public_id, reason="Out of clay")
    drain()
    assert waiting(town.alice) == []
    order = order_in(bought(by, {cup: 1}), town.clay)
    orders.ship(by=mei, store=town.clay, order=order.public_id, carrier="SF", tracking="1")
    orders.deliver(by=mei, store=town.clay, order=order.public_id)
    back = orders.ask_return(
        by=by, order=order.public_id, lines={order.lines.get().public_id: 1}, kind="refund_only", reason="damaged",
    )  # fmt: skip
    orders.accept_return(by=mei, store=town.clay, back=back.public_id)
    drain()
    assert waiting(town.alice) == ["Back"]
    assert queries.waiting_about(town.alice.pk, [order.public_id]).keys() == {order.public_id}


def test_words_are_plain_text(town: Town) -> None:
    row = asked_group(town.clay, [town.alice], title="<b>Why</b>\u202e")
    answer(row, town.alice, q1=["o1"], q3="one\r\n\x00\u202etwo <script>")
    assert Response.objects.of(town.clay).get().answers["q3"] == "one\ntwo <script>"
    assert "\u202e" not in row.title


def test_stage_is_that_of_the_moment_of_the_answer(town: Town) -> None:
    row = asked_group(town.clay, [town.alice])
    customers.follow(by=shopper(town.alice), store=town.clay)
    drain()
    with clock.shift(timedelta(minutes=5)):
        answer(row, town.alice, q1=["o1"])
    with clock.shift(timedelta(minutes=10)):
        customers.leave(by=shopper(town.alice), store=town.clay)
        drain()
        from regulars.ground.bus import shore

        while shore.to_lake():
            pass
        assert place_answers() == 1
        assert place_answers() == 0
    assert Response.objects.of(town.clay).get().stage == "interest"


def test_sums_of_nobody_in_particular(town: Town) -> None:
    row = opened(town.clay, anonymous=True)
    who = answered(row, [{"q1": ["o1"], "q3": f"word {number}"} for number in range(4)])
    assert queries.results_of(row).said == [], "four answers are none"
    late = people(6)[4:]
    group(town.clay, late)
    for person in late:
        answer(row, person, q1=["o2"], q2=10)
    found = queries.results_of(row)
    assert (found.answered, found.counted) == (6, 5)
    assert [(one.key, one.count) for one in found.said[0].shares] == [("o1", 4), ("o2", 1)]
    assert found.said[1].scale is None, "one number of one person is not shown"
    Response.objects.of(town.clay).update(stage="loyal")
    Response.objects.of(town.clay).filter(person=who[0]).update(stage="lost")
    by_stage = queries.results_of(row).said[0].by_stage
    assert by_stage == [], "of five people with two stages neither is shown"
    with pytest.raises(NotFound):
        queries.people_behind(row, "q1", "o1")
    listed = list(exported(town.clay))
    assert len(listed) == 5
    assert all(one.keys() == {"survey", "answers"} for one in listed)


def test_who_alone_is_in_no_tier_cannot_be_reckoned_from_the_tiers(town: Town) -> None:
    row = opened(town.clay, anonymous=True)
    who = answered(row, [{"q1": ["o1"]}] * 9 + [{"q1": ["o2"]}])
    rows = Response.objects.of(town.clay)
    rows.filter(person__in=who[:9]).update(stage="loyal", tier="Gold")
    rows.filter(person=who[9]).update(stage="", tier="")
    said = queries.results_of(row).said[0]
    assert [(one.key, one.count) for one in said.shares] == [("o1", 9), ("o2", 1)]
    assert [one.among for one in (*said.by_stage, *said.by_tier)] == [5, 5]
    assert said.hidden == 5


def test_a_table_without_names_ties_no_answers_of_one_person_together(town: Town) -> None:
    row = opened(town.clay, anonymous=True)
    answered(row, [{"q1": ["o1"], "q2": number} for number in (9, 1, 5, 3)] + [{"q1": ["o2"], "q2": 0}])
    assert [one["answers"] for one in exported(town.clay)] == [
        {"q1": [pick], "q2": value} for pick, value in zip(["o1"] * 4 + ["o2"], (0, 1, 3, 5, 9), strict=True)
    ]
    with pytest.raises(NotFound):
        queries.named_rows(row)


def test_the_figure_does_not_tell_who_answered_an_anonymous_survey(town: Town) -> None:
    secret = opened(town.clay, anonymous=True)
    who = answered(secret, [{"q1": ["o1"]}] * 5)
    named = opened(town.clay, title="With names")
    rows = [actions.AnswerRow(who[0].pk, {"q1": ["o1"]}, named.opened_at)]
    actions.record_answers(by=SYSTEM, survey=named, rows=rows)
    assert ask("surveys.reasons", town.clay, clock.now()).value == 6, "the same for somebody who did not"


def test_nothing_else_tells_who_answered_an_anonymous_survey(town: Town) -> None:
    row = asked_group(town.clay, [town.alice], anonymous=True)
    before = AuditEntry.objects.count()
    answer(row, town.alice, q1=["o1"])
    assert AuditEntry.objects.count() == before
    fact = Message.objects.filter(name="community.survey-answered.v1").latest("pk")
    assert (fact.body["survey"], fact.body["person_id"]) == (row.public_id, None)


def test_with_names_people_can_be_asked_for_by_what_they_gave(town: Town) -> None:
    row = opened(town.clay, HOW)
    who = answered(row, [{"q1": 10}, {"q1": 9}, {"q1": 3}])
    secret = opened(town.clay, HOW, title="Secret", anonymous=True)
    answered_too = Response.objects.of(town.clay).create(survey=secret, person=who[2], answers={"q1": 10})
    assert answered_too.pk
    node = groups.readable({"kind": "is", "attribute": "recommends", "op": "ge", "value": 9})
    assert set(groups.keys(town.clay, node)) == {who[0].pk, who[1].pk}
    assert {one.name for one in queries.people_behind(row, "q1", "0-6")} == {"Person 2"}


def test_the_figure_counts_reasons(town: Town) -> None:
    row = opened(town.clay)
    answered(row, [{"q1": ["o1", "o2"]}, {"q1": ["o2"]}, {"q2": 4}])
    found = ask("surveys.reasons", town.clay, clock.now())
    assert found.value == 3
    assert [(one.keys[2], one.value, one.among) for one in found.points] == [("o2", 2, 2), ("o1", 1, 2)]
    assert ask("surveys.reasons", town.cashmere, clock.now()).points == ()
    assert ask("surveys.reasons", town.clay, clock.now() - timedelta(days=1)).points == ()


def test_the_questions_of_an_open_survey_stay(town: Town) -> None:
    row = opened(town.clay, WHY, WORDS)
    for change in (
        lambda: actions.put_question(by=SYSTEM, store=town.clay, survey_id=row.public_id, asking=HOW),
        lambda: actions.remove_question(
            by=SYSTEM, store=town.clay, survey_id=row.public_id, question_id="q1"
        ),
        lambda: actions.drop(by=SYSTEM, store=town.clay, survey_id=row.public_id),
    ):
        with pytest.raises(actions.Fixed):
            change()
    assert Invitation.objects.of(town.clay).count() == 0
