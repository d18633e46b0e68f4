"""Days, credits, shares and states of agreements, as rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.ground.kit import clock
from regulars.trade.agreements import rules
from regulars.trade.agreements.rules import Field, Milestone, Remedy
from regulars.trade.agreements.rules.states import ENDED, STATES, VERBS
from tests.trade.agreements.plans import DAY, coat, days_done, some_terms

few = settings(max_examples=50, deadline=None)


@few
@given(some_terms())
def test_a_version_says_the_same_after_it_was_kept_and_its_digest_names_it(terms: rules.Terms) -> None:
    assert rules.read(rules.plain(terms)) == terms
    own = rules.digest("agr_a", 1, terms)
    others = {
        rules.digest("agr_b", 1, terms),
        rules.digest("agr_a", 2, terms),
        rules.digest("agr_a", 1, replace(terms, price_minor=terms.price_minor + 1)),
    }
    assert own == rules.digest("agr_a", 1, rules.read(rules.plain(terms)))
    assert own not in others
    assert len(others) == 3


def test_on_time_nothing_moves_and_the_first_open_duty_is_next() -> None:
    found = rules.standings(coat().milestones, {"m1": DAY}, DAY + timedelta(days=1), {})
    assert [one.moved_days for one in found] == [0] * 7
    turn = rules.turn(found)
    assert turn is not None
    assert turn.milestone.key == "m2"
    assert rules.share_done(found) == (1, 7)


def test_a_shopper_who_is_three_days_late_gives_the_store_three_days() -> None:
    done = {"m1": DAY + timedelta(days=2), "m2": DAY + timedelta(days=7)}
    found = rules.standings(coat().milestones, done, DAY + timedelta(days=7), {})
    assert [one.moved_days for one in found] == [0, 0, 3, 3, 3, 3, 3]


def test_who_waits_for_a_late_store_is_not_late() -> None:
    day = {number: DAY + timedelta(days=number) for number in range(60)}
    done = {"m1": day[2], "m2": day[4], "m3": day[16], "m4": day[18]}
    found = {one.milestone.key: one for one in rules.standings(coat().milestones, done, day[18], {})}
    assert found["m3"].late_days == 6
    assert found["m4"].due == day[18]
    assert found["m4"].late_days == 0
    assert found["m7"].due == day[35]


@few
@given(st.data())
def test_a_stores_days_move_by_the_shoppers_lateness_before_them(data: st.DataObject) -> None:
    terms = data.draw(some_terms())
    done = data.draw(days_done(terms))
    today = max(done.values(), default=DAY) + timedelta(days=data.draw(st.integers(0, 60)))
    moved = 0
    for one in rules.standings(terms.milestones, done, today, {}):
        assert one.due >= one.milestone.due
        if one.milestone.who == "store":
            assert one.moved_days == moved
        else:
            moved += one.late_days


@few
@given(st.data())
def test_a_credit_never_falls_as_days_pass_and_never_exceeds_the_balance(data: st.DataObject) -> None:
    terms = data.draw(some_terms())
    done = data.draw(days_done(terms))
    carried = {one.key: data.draw(st.integers(0, 5)) for one in terms.milestones if one.kind == "approve"}
    start = max(done.values(), default=DAY)
    before = 0
    for days in range(0, 80, 4):
        found = rules.standings(terms.milestones, done, start + timedelta(days=days), carried)
        late = rules.of_kind(found, "deliver").late_days
        credit = rules.credit_minor(terms.price_minor, terms.remedies, late)
        assert before <= credit <= rules.most_minor(terms.price_minor, terms.remedies)
        assert sum(one.amount_minor for one in rules.steps(terms.price_minor, terms.remedies, late)) == credit
        if not rules.problems(terms, DAY):
            assert credit <= terms.balance_minor
        before = credit


@pytest.mark.parametrize(
    ("late", "credit"), [(0, 0), (2, 0), (3, 6_000), (6, 6_000), (7, 12_000), (14, 24_000), (400, 24_000)]
)
def test_the_steps_of_a_late_coat(late: int, credit: int) -> None:
    assert rules.credit_minor(120_000, coat().remedies, late) == credit


@few
@given(st.data())
def test_what_is_kept_and_what_goes_back_is_what_was_paid(data: st.DataObject) -> None:
    terms = data.draw(some_terms())
    done = data.draw(days_done(terms))
    paid = data.draw(st.lists(st.integers(1, 10**8), max_size=4))
    today = max(done.values(), default=DAY) + timedelta(days=data.draw(st.integers(0, 120)))
    standing = rules.standings(terms.milestones, done, today, {})
    for side in ("store", "shopper"):
        kept = rules.kept_when(terms, standing, side, sum(paid))
        parts = rules.shares(kept, paid)
        assert sum(part[0] for part in parts) == kept <= sum(paid)
        assert [sum(part) for part in parts] == paid
        assert all(stays >= 0 and back >= 0 for stays, back in parts)


def test_who_ends_it_bears_the_cost_and_who_waited_too_long_does_not() -> None:
    terms = coat()
    done = {"m1": DAY, "m2": DAY, "m3": DAY + timedelta(days=9)}
    soon = rules.standings(terms.milestones, done, DAY + timedelta(days=11), {})
    assert rules.kept_when(terms, soon, "shopper", 30_000) == 12_000
    assert rules.kept_when(terms, soon, "store", 30_000) == 0
    silent = rules.standings(terms.milestones, done, DAY + timedelta(days=12 + 30), {})
    assert rules.kept_when(terms, silent, "store", 30_000) == 12_000
    approved = done | {"m4": DAY + timedelta(days=10)}
    never = rules.standings(terms.milestones, approved, DAY + timedelta(days=35 + 30), {})
    assert rules.kept_when(terms, never, "shopper", 30_000) == 0


def test_shares_refuse_to_keep_more_than_was_paid() -> None:
    with pytest.raises(ValueError):
        rules.shares(101, [100])


WRONG = {
    "title": ("title-missing", {"title": " "}),
    "price": ("price-missing", {"price_minor": 0}),
    "credits past the balance": (
        "balance-too-small",
        {"remedies": (Remedy(1, 5_000),), "price_minor": 50_000},
    ),
    "credits that fall": ("remedies", {"remedies": (Remedy(3, 1_000), Remedy(5, 500))}),
    "giving up before the last credit": ("gives-up-early", {"give_up_days": 10}),
    "no delivery": ("ends-otherwise", {"milestones": coat().milestones[:-1]}),
    "approval of nothing": (
        "nothing-to-approve",
        {"milestones": tuple(one for one in coat().milestones if one.kind != "proof")},
    ),
    "two milestones with one key": ("too-many", {"milestones": (coat().milestones[0], *coat().milestones)}),
    "a payment of nothing": (
        "amount",
        {"milestones": (Milestone("m1", "pay", DAY), *coat().milestones[1:])},
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_terms_that_nobody_can_sign(name: str) -> None:
    code, changes = WRONG[name]
    assert code in {one.code for one in rules.problems(coat(**changes), DAY)}


def test_good_terms_have_no_problem_and_days_gone_by_are_one() -> None:
    assert rules.problems(coat(), DAY) == []
    assert "day-past" in {one.code for one in rules.problems(coat(), DAY + timedelta(days=3))}
    assert rules.problems(coat(), DAY + timedelta(days=3), {"m1"}, coat()) == []


def test_what_is_done_stays_in_a_change() -> None:
    cheaper = replace(coat().milestones[0], amount_minor=20_000)
    changed = coat(milestones=(cheaper, *coat().milestones[1:]))
    codes = {one.code for one in rules.problems(changed, DAY, {"m1"}, coat())}
    assert codes == {"done-changed"}


def test_every_end_is_an_end_and_every_verb_leads_to_a_known_state() -> None:
    for who, before, after in VERBS.values():
        assert who
        assert set(before) <= set(STATES)
        assert not set(before) & set(ENDED)
        assert after == "" or after in STATES


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("Asia/Shanghai", date(2028, 2, 29), 24),
    ],
)
def test_a_day_is_a_day_of_the_calendar_whatever_its_hours(zone: str, day: date, hours: int) -> None:
    """A duty done in the last minute of its day is on time; a minute later it is a day late."""
    end = clock.midnight(day + timedelta(days=1), ZoneInfo(zone))
    assert end - clock.midnight(day, ZoneInfo(zone)) == timedelta(hours=hours)
    plan = (Milestone("b", "balance", day), Milestone("d", "deliver", day))
    for moment, late in ((end - timedelta(minutes=1), 0), (end + timedelta(minutes=1), 1)):
        done = {"b": day, "d": moment.astimezone(ZoneInfo(zone)).date()}
        assert rules.of_kind(rules.standings(plan, done, day, {}), "deliver").late_days == late


def test_the_last_day_to_answer_counts_from_arrival_or_from_a_week_on_the_road() -> None:
    sent = date(2028, 2, 25)
    assert rules.answer_until(sent, None, 5) == date(2028, 3, 8)
    assert rules.answer_until(sent, date(2028, 2, 27), 5) == date(2028, 3, 3)


def test_a_plan_becomes_milestones_whose_payments_add_up() -> None:
    for price in (100, 99_999, 120_000, 1):
        drawn = rules.drawn(rules.USUAL, price, DAY)
        assert sum(one.amount_minor for one in drawn) == rules.part_of(price, 3_000)
    assert rules.problems(coat(milestones=rules.drawn(rules.USUAL, 120_000, DAY)), DAY) == []


FIELDS = (
    Field("chest", "measure", "Chest", unit="cm", low="60", high="140"),
    Field("colour", "choice", "Colour", options=("grey", "navy")),
    Field("words", "text", "Anything else", needed=False),
)


def test_answers_are_read_with_units_ranges_and_choices() -> None:
    answers, wrong = rules.read_answers(FIELDS, {"chest": "92,50", "colour": "grey", "other": "x"})
    assert (answers, wrong) == ({"chest": "92.5", "colour": "grey"}, {})
    _answers, wrong = rules.read_answers(FIELDS, {"chest": "141", "colour": "pink", "words": "w" * 501})
    assert wrong == {"chest": "range", "colour": "unknown", "words": "long"}
    assert rules.read_answers(FIELDS, {"chest": "wide"})[1] == {"chest": "number", "colour": "missing"}


@few
@given(st.text(max_size=12))
def test_no_text_breaks_a_measurement(text: str) -> None:
    answers, wrong = rules.read_answers(FIELDS[:1], {"chest": text})
    assert ("chest" in answers) != ("chest" in wrong)


def test_two_versions_side_by_side_name_what_changed() -> None:
    before = coat()
    later = replace(before.milestones[-1], due=before.milestones[-1].due + timedelta(days=7))
    after = coat(
        price_minor=125_000, milestones=(*before.milestones[:-1], later), remedies=before.remedies[:2]
    )
    changed = {(one.part, one.label) for one in rules.rows(before, after) if one.changed}
    assert changed == {("price_minor", ""), ("milestone", "m7"), ("remedy", "14")}
    assert not any(one.changed for one in rules.rows(before, before))
