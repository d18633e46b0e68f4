"""A proof between two sides: days that count for nobody, answers in time, lines of the text, the market's word."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, LogInFirst, NotAllowed
from regulars.trade.agreements import actions, queries, rules
from regulars.trade.agreements.actions.paying import grants_of
from regulars.trade.agreements.models import Agreement, Credit, Happening
from tests.town import Town
from tests.trade.agreements.making import days, fresh, proposed, refuse, sign, signed, step, turn, upto
from tests.trade.agreements.plans import DAY, coat
from tests.trade.orders.shopping import shopper

OLGA = Actor("operator", rights=frozenset({"market.read", "market.orders"}))
few = settings(max_examples=50, deadline=None)
some_days = st.integers(0, 12)


def delivery(rounds: list[tuple[int, int]], answer: int, work: int, first: int) -> rules.Standing:
    """The delivery of a coat whose proof lay and was made anew so often, then was answered, made and handed over."""
    shown, carried = DAY + timedelta(days=first), 0
    for lay, anew in rounds:
        carried += rules.lay_days(shown, shown + timedelta(days=lay))
        shown += timedelta(days=lay + anew)
    approved = shown + timedelta(days=answer)
    made = approved + timedelta(days=work)
    done = {"m1": DAY, "m2": DAY, "m3": shown, "m4": approved, "m5": made, "m6": made, "m7": made}
    found = rules.standings(coat().milestones, done, made, {"m3": carried})
    return rules.of_kind(found, "deliver")


@few
@given(
    st.lists(st.tuples(some_days, some_days), max_size=5), st.integers(0, 2), st.integers(0, 40), some_days
)
def test_no_refusal_makes_a_store_late_however_long_the_proof_lay(
    rounds: list[tuple[int, int]], answer: int, work: int, first: int
) -> None:
    at_once = [(0, anew) for _lay, anew in rounds]
    slow, quick = (delivery(one, answer, work, first) for one in (rounds, at_once))
    assert slow.late_days == quick.late_days
    assert slow.moved_days == quick.moved_days + sum(lay for lay, _anew in rounds)


@few
@given(st.integers(0, 30), st.integers(0, 60), st.integers(0, 90))
def test_silence_approves_after_the_agreed_days_and_never_before_the_answer_is_due(
    shown: int, answer_days: int, later: int
) -> None:
    done = {"m1": DAY, "m2": DAY, "m3": DAY + timedelta(days=shown)}
    today = DAY + timedelta(days=shown + later)
    found = rules.standings(coat().milestones, done, today, {}, answer_days)
    approval = found[3]
    last = max(approval.due, done["m3"] + timedelta(days=answer_days))
    silent = bool(answer_days) and today > last
    assert approval.done == (last if silent else None)
    assert (rules.turn(found) or approval).milestone.key == ("m5" if silent else "m4")
    much_later = rules.standings(coat().milestones, done, today + timedelta(days=400), {}, answer_days)
    if silent:
        assert much_later[3] == approval


def test_the_lines_a_refusal_can_name_are_those_of_the_text() -> None:
    terms = coat(spec="Cashmere.\n\nTwo pockets.", details=(("Chest", "92 cm"),))
    assert rules.points(terms) == {"d0": "Chest: 92 cm", "s0": "Cashmere.", "s1": "Two pockets."}


def test_an_old_version_without_days_to_answer_keeps_its_digest() -> None:
    assert "answer_days" not in rules.plain(coat(answer_days=0))
    assert rules.read(rules.plain(coat(answer_days=0))).answer_days == 0
    assert rules.digest("a", 1, coat()) != rules.digest("a", 1, coat(answer_days=0))


def late_days(town: Town, day: date) -> int:
    found = queries.agreements_of(town.cashmere)[0]
    assert queries.today() == day
    return queries.now_of(found).late_days


def test_a_refused_proof_names_a_line_goes_back_and_takes_its_days_with_it(town: Town) -> None:
    row = upto(town, signed(town), "approve")
    alice = shopper(town.alice)
    with days(9):
        with pytest.raises(actions.PointMissing):
            actions.refuse_proof(by=alice, agreement_id=row.public_id, key="m4", point="s9", why="Longer.")
        refuse(row)
        assert turn(row) == "m3"
        now = queries.now_of(fresh(row))
        assert [one.moved_days for one in now.standing if one.milestone.who == "store"] == [9, 9, 9]
        assert now.refusals == 1
        step(town, row)
        assert queries.now_of(fresh(row)).standing[-1].moved_days == 9
    told = Happening.objects.of(town.cashmere).get(kind="proof-refused")
    assert told.text.splitlines() == ["“Double-faced cashmere, knee-long, two pockets.”", "Longer sleeves."]


def test_a_proof_that_nobody_answers_counts_as_approved_whether_or_not_the_clock_ran(town: Town) -> None:
    row = upto(town, signed(town), "approve")
    with days(12):
        assert turn(row) == "m4"
    with days(13):
        assert turn(row) == "m5"
        with pytest.raises(actions.AnsweredBySilence):
            actions.refuse_proof(
                by=shopper(town.alice), agreement_id=row.public_id, key="m4", point="s0", why="No."
            )
        assert actions.approve_by_silence(by=OLGA, agreement_pk=row.pk)
        assert not actions.approve_by_silence(by=OLGA, agreement_pk=row.pk)
        step(town, row)
    kinds = [one.kind for one in queries.telling.story_of(row)]
    assert kinds[-2:] == ["approved-silently", "done"]
    assert queries.now_of(fresh(row)).standing[-1].moved_days == 0


def test_a_change_that_is_signed_later_keeps_what_silence_approved(town: Town) -> None:
    row = upto(town, signed(town), "approve")
    with days(13):
        terms = queries.now_of(fresh(row)).terms
        assert terms is not None
        version = proposed(town, row, rules.read(rules.plain(terms) | {"answer_days": 60}))
        sign(shopper(town.alice), row, version)
        assert turn(row) == "m5"


def refused_thrice(town: Town, row: Agreement) -> date:
    """Three proofs refused at once, ten days of work between them."""
    start = queries.today()
    for n in range(3):
        with days(10 * n):
            if n:
                step(town, row)
            refuse(row)
    return start


def test_after_three_refusals_one_press_asks_the_market_which_lets_the_proof_stand(town: Town) -> None:
    ravi = town.ravi_at_work()
    row = upto(town, signed(town), "approve")
    with pytest.raises(BadInput):
        actions.dispute(by=ravi, agreement_id=row.public_id, why="")
    start = refused_thrice(town, row)
    with days(45):
        assert late_days(town, start + timedelta(days=45)) == 10
        assert actions.post_due_credits() > 0
        actions.dispute(by=ravi, agreement_id=row.public_id, why="")
    with days(60):
        assert late_days(town, start + timedelta(days=60)) == 10
        actions.decide_proof(by=OLGA, agreement_id=row.public_id, stands=True, why="It is as the text says.")
        now = queries.now_of(fresh(row))
        assert (now.state, now.turn and now.turn.milestone.key, now.late_days) == ("signed", "m5", 0)
        assert now.standing[-1].moved_days == 60
        assert Credit.objects.of(town.cashmere).count() == 0


def test_the_market_can_ask_for_another_proof_and_its_own_days_count_for_nobody(town: Town) -> None:
    row = upto(town, signed(town), "approve")
    with days(2):
        actions.dispute(by=shopper(town.alice), agreement_id=row.public_id, why="Not my colour.")
    with days(7):
        with pytest.raises((NotAllowed, LogInFirst)):
            actions.decide_proof(by=shopper(town.alice), agreement_id=row.public_id, stands=True, why="Me.")
        actions.decide_proof(by=OLGA, agreement_id=row.public_id, stands=False, why="It is green.")
        assert turn(row) == "m3"
        assert queries.now_of(fresh(row)).standing[-1].moved_days == 7
        with pytest.raises(actions.MovedOn):
            actions.decide_proof(by=OLGA, agreement_id=row.public_id, stands=False, why="Again.")


def test_days_with_the_market_are_not_the_stores_when_it_goes_on(town: Town) -> None:
    row = upto(town, signed(town), "deliver")
    actions.dispute(by=shopper(town.alice), agreement_id=row.public_id, why="Another colour.")
    with days(40):
        actions.decide(by=OLGA, agreement_id=row.public_id, returned_minor=20_000, why="It is a shade off.")
        now = queries.now_of(fresh(row))
        assert (now.state, now.late_days, now.standing[-1].moved_days) == ("signed", 0, 40)


def test_a_version_equal_to_the_one_before_is_refused(town: Town) -> None:
    row = signed(town)
    terms = queries.now_of(row).terms
    assert terms is not None
    for by in (shopper(town.alice), town.ravi_at_work()):
        with pytest.raises(actions.VersionSame):
            proposed(town, row, terms, by=by)
    assert fresh(row).latest == 1


def test_it_is_being_made_only_once_the_deposit_is_there(town: Town) -> None:
    row = signed(town)
    said = {
        "pay": "Awaiting the payment ahead",
        "measure": "Awaiting the measurements",
        "proof": "Being made",
    }
    said |= {"approve": "Proof to approve", "make": "Being made", "balance": "Awaiting the balance"}
    for kind, words in said.items():
        assert queries.saying.stage(queries.now_of(upto(town, row, kind)))[1] == words


def test_the_balance_before_its_turn_says_what_comes_first(town: Town) -> None:
    row = upto(town, signed(town), "make")
    with pytest.raises(actions.BalanceNotYet) as refused:
        grants_of(shopper(town.alice), row.public_id)
    assert "“Making” comes first" in str(refused.value.sentence)
