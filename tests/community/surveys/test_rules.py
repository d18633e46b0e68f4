"""Judgement about surveys: what counts as an answer, how often people are asked, sums that give nobody away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.community.surveys.rules import questions as asked
from regulars.community.surveys.rules.asking import REST, may_ask, may_change, rested
from regulars.community.surveys.rules.counting import (
    FEWEST,
    counted,
    heard,
    loose,
    parted,
    scaled,
    ticked,
    wilson,
)
from regulars.community.surveys.rules.presets import PRESETS
from regulars.community.surveys.rules.questions import Answers, Option, Question, Unanswered, Unaskable
from regulars.community.surveys.rules.themes import themes
from tests.depth import examples

NOW = datetime(2026, 5, 6, 4, tzinfo=UTC)
WHY = Question(
    "q1", "many", "Why?", options=(Option("a", "A"), Option("b", "B"), Option("c", "C")), needed=True
)
ONE = Question("q2", "one", "Which?", options=(Option("a", "A"), Option("b", "B")))
HOW = Question("q3", "scale", "How?")
WORDS = Question("q4", "text", "Say it")
ALL = (WHY, ONE, HOW, WORDS)


def test_an_answer_is_what_was_asked_for() -> None:
    said = {"q1": ["c", "a", "a"], "q2": ["b"], "q3": ["0"], "q4": ["well"], "other": ["x"]}
    assert asked.cleaned(ALL, said) == {"q1": ["a", "c"], "q2": "b", "q3": 0, "q4": "well"}
    assert asked.cleaned(ALL, {"q1": ["a"], "q3": [""]}) == {"q1": ["a"]}


@pytest.mark.parametrize(
    ("said", "question", "code"),
    [
        ({}, "q1", "needed"),
        ({"q1": ["z"]}, "q1", "unknown"),
        ({"q1": ["a"], "q2": ["a", "b"]}, "q2", "unknown"),
        ({"q1": ["a"], "q3": ["11"]}, "q3", "unknown"),
        ({"q1": ["a"], "q3": ["-1"]}, "q3", "unknown"),
        ({"q1": ["a"], "q3": ["٣"]}, "q3", "unknown"),
        ({"q1": ["a"], "q4": ["x" * 2001]}, "q4", "long"),
    ],
)
def test_what_is_no_answer_is_named(said: dict[str, list[str]], question: str, code: str) -> None:
    with pytest.raises(Unanswered) as found:
        asked.cleaned(ALL, said)
    assert (found.value.question, found.value.code) == (question, code)


def test_nothing_at_all_is_no_answer() -> None:
    with pytest.raises(Unanswered):
        asked.cleaned((HOW, WORDS), {"q4": ["", ""]})


@pytest.mark.parametrize(
    ("questions", "code"),
    [
        ((), "none"),
        ((HOW,) * 2, "twice"),
        (tuple(Question(f"q{n}", "text", "?") for n in range(6)), "too-many"),
        ((Question("q1", "text", ""),), "no-text"),
        ((Question("q1", "one", "?", options=(Option("a", "A"),)),), "options"),
        ((Question("q1", "one", "?", options=(Option("a", "A"), Option("b", ""))),), "no-text"),
        ((Question("q1", "scale", "?", options=(Option("a", "A"), Option("b", "B"))),), "options"),
    ],
)
def test_what_cannot_be_asked(questions: tuple[Question, ...], code: str) -> None:
    with pytest.raises(Unaskable) as found:
        asked.check(questions)
    assert found.value.code == code


def test_ready_surveys_can_be_asked_in_both_languages() -> None:
    for one in PRESETS.values():
        asked.check(one.questions)
        assert asked.read(asked.stored(one.questions)) == one.questions
        words = [
            pair
            for q in one.questions
            for pair in [(q.text, q.text_zh), *((o.text, o.text_zh) for o in q.options)]
        ]
        assert all(all(pair) for pair in [one.title, one.intro, *words])


@given(st.integers(-3, 3), st.sampled_from([one.id for one in ALL]))
@settings(max_examples=25)
def test_moving_loses_no_question(by: int, which: str) -> None:
    found = asked.moved(ALL, which, by)
    assert Counter(one.id for one in found) == Counter(one.id for one in ALL)
    others = [one.id for one in found if one.id != which]
    assert others == [one.id for one in ALL if one.id != which]


@given(st.dictionaries(st.integers(0, 20), st.integers(0, 90)), st.lists(st.integers(0, 20), unique=True))
@settings(max_examples=examples(40))
def test_nobody_is_asked_twice_in_thirty_days(days: dict[int, int], people: list[int]) -> None:
    last = {key: NOW - timedelta(days=ago) for key, ago in days.items()}
    found = rested(people, last, NOW)
    assert all(key not in last or NOW - last[key] >= REST for key in found)
    assert [key for key in people if may_ask(last.get(key), NOW)] == found
    assert {key for key in people if key not in last} <= {*found}


def test_seven_days_to_change() -> None:
    assert may_change(NOW - timedelta(days=7), NOW)
    assert not may_change(NOW - timedelta(days=7, seconds=1), NOW)


@given(st.integers(1, 60), st.data())
@settings(max_examples=examples(40))
def test_wilsons_interval_holds_the_share_and_narrows(among: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, among))
    low, high = wilson(count, among)
    assert 0 <= low <= count / among <= high <= 1
    more = wilson(count * 4, among * 4)
    assert more[1] - more[0] < high - low


def test_the_interval_holds_the_truth_in_about_95_of_100_surveys() -> None:
    """Exactly, over every outcome of 40 answers, for several true shares."""
    for truth in (0.05, 0.2, 0.5, 0.9):
        held = sum(
            comb(40, count) * truth**count * (1 - truth) ** (40 - count)
            for count in range(41)
            if wilson(count, 40)[0] <= truth <= wilson(count, 40)[1]
        )
        assert 0.92 < held < 0.99


def test_reasons_are_ranked_by_how_many_ticked_them() -> None:
    rows = [{"q1": ["a", "c"]}, {"q1": ["c"]}, {"q3": 4}, {"q1": ["b", "c"]}]
    found = ticked(WHY, rows)
    assert [(one.key, one.count, one.among) for one in found] == [("c", 3, 3), ("a", 1, 3), ("b", 1, 3)]


def test_promoters_less_detractors() -> None:
    found = scaled(HOW, [{"q3": value} for value in (10, 9, 8, 6, 0)])
    assert found is not None
    assert (found.net, found.mean, found.promoters, found.detractors) == (0.0, 6.6, 2, 2)
    assert scaled(HOW, [{"q1": ["a"]}]) is None


@dataclass(frozen=True)
class Person:
    """Somebody who answered; `group` may be empty, as the tier of somebody in no programme."""

    answers: Answers
    group: str


def of_groups(people: list[Person]) -> dict[str, list[Person]]:
    groups: dict[str, list[Person]] = {}
    for one in people:
        if one.group:
            groups.setdefault(one.group, []).append(one)
    return groups


@given(st.lists(st.tuples(st.sampled_from(["", "a", "b", "c"]), st.booleans()), max_size=40))
@settings(max_examples=examples(50))
def test_nobody_can_be_reckoned_from_the_groups_shown(given: list[tuple[str, bool]]) -> None:
    before: dict[str, int] = {}
    for many in range(len(given) + 1):
        rows = [Person({"q3": 1} if said else {}, name) for name, said in given[:many]]
        whole = heard(HOW, rows[: counted(many, anonymous=True)], anonymous=True)
        seen = {name: len(some) for name, some in parted(of_groups(whole), anonymous=True).items()}
        left = len(whole) - sum(seen.values())
        assert left == 0 or left >= FEWEST, "those not shown, of no group included"
        steps = {name: many - before.get(name, 0) for name, many in seen.items()}
        assert all(step == 0 or step >= FEWEST for step in steps.values()), "between two looks"
        before = seen
    everybody = [Person({"q3": 1}, name) for name, _said in given]
    assert parted(of_groups(everybody), anonymous=False) == of_groups(everybody)


def test_a_table_of_nobody_in_particular_ties_no_two_answers_together() -> None:
    rows = [Person({"q1": [one], "q3": place}, "") for place, one in enumerate("cbabc")]
    rows[0].answers["q4"] = "only I wrote this"
    told = loose([WHY, HOW, WORDS], rows)
    assert [one["q1"] for one in told] == [["a"], ["b"], ["b"], ["c"], ["c"]]
    assert [one["q3"] for one in told] == [0, 1, 2, 3, 4]
    assert not any("q4" in one for one in told), "one answer of one person"


@given(st.integers(0, 100))
@settings(max_examples=25)
def test_two_looks_never_differ_by_fewer_than_five(many: int) -> None:
    assert counted(many, anonymous=False) == many
    steps = {counted(some, anonymous=True) for some in range(many + 1)}
    assert all(one % FEWEST == 0 for one in steps)


CLAY = [
    "Fast delivery, two days", "Shipping was quick", "The parcel was shipped fast", "快递很快", "发货快，物流好",
    "Kind and patient service", "The staff answered everything", "客服态度好", "客服很耐心，服务周到", "Helpful service",
    "A present for my mother", "Bought as a wedding gift", "送给朋友的礼物", "送礼很有面子", "A gift for a friend",
]  # fmt: skip


def test_themes_hold_both_languages_together() -> None:
    found = {one.subject: one for one in themes(CLAY)}
    assert {"=delivery", "=service", "=gift"} <= found.keys()
    for subject, low in (("=delivery", 0), ("=service", 5), ("=gift", 10)):
        mine = set(found[subject].members) & set(range(low, low + 5))
        assert len(mine) >= 4
        assert 0 < found[subject].chinese < len(found[subject].members)


@given(st.lists(st.one_of(st.sampled_from(CLAY), st.text(max_size=30)), max_size=40))
@settings(max_examples=25)
def test_nothing_anybody_writes_breaks_the_grouping(texts: list[str]) -> None:
    found = themes(texts)
    members = [member for one in found for member in one.members]
    assert len(members) == len(set(members)), "a text is in one theme"
    assert all(0 <= member < len(texts) for member in members)
    assert [len(one.members) for one in found] == sorted((len(one.members) for one in found), reverse=True)
    assert themes(texts) == found, "the same texts, the same themes"
