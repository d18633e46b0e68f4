"""A trial from its plan to the report, by its actions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from regulars.goods.catalog.models import Stock
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.people.accounts.models import Person
from regulars.trade.draws import actions, queries
from regulars.trade.draws.models import Application, Draw, Trial
from regulars.trade.draws.rules.lots import drawn_order
from regulars.trade.draws.rules.proof import verify
from regulars.trade.draws.tasks import remind_of_reports
from tests.town import Town, operator
from tests.trade.draws.drawing import apply, later, trial
from tests.trade.orders.shopping import shopper


def held(town: Town) -> int:
    """How many cups are set aside."""
    return Stock.objects.get(variant=town.variant(town.cup)).held


def crowd(many: int) -> list[Person]:
    """People without a name of their own."""
    return Person.objects.bulk_create([Person(name=f"P{n}") for n in range(many)])


def test_places_by_lot_are_drawn_as_lotteries_are(town: Town) -> None:
    row = trial(town, pieces=2)
    assert held(town) == 2
    for person in crowd(5):
        apply(person, row)
    with later(7.1):
        told = verify(queries.proof_of(Draw.objects.of(town.clay).get()))
        got = Application.objects.of(town.clay).filter(state="given").order_by("piece")
        assert [number for number, _title in told.winners] == [
            one.entry.number for one in got if one.entry is not None
        ]
        assert Application.objects.of(town.clay).filter(state="declined").count() == 3
        with pytest.raises(actions.NotYet):
            actions.draw_trial(by=SYSTEM, trial_id=row.public_id)


def test_the_store_chooses_with_a_reason_and_never_more_than_there_are(town: Town) -> None:
    row = trial(town, pieces=1, way="choice")
    one, other = apply(town.alice, row), apply(town.bob, row)
    by = town.mei_at_work()
    with pytest.raises(actions.SayWhy):
        actions.choose(by=by, store=town.clay, application_id=one.public_id, reason="")
    chosen = actions.choose(
        by=by, store=town.clay, application_id=one.public_id, reason="Drinks oolong daily."
    )
    assert (chosen.state, chosen.piece) == ("given", 1)
    with pytest.raises(actions.NoPlaces):
        actions.choose(by=by, store=town.clay, application_id=other.public_id, reason="Also nice.")


def test_one_application_each_with_a_few_words(town: Town) -> None:
    row = trial(town)
    with pytest.raises(actions.SayWhy):
        apply(town.alice, row, words=" ")
    made = apply(town.alice, row, answers=["Oolong", "and more than was asked"])
    assert made.answers == ["Oolong"]
    with pytest.raises(actions.AlreadyIn):
        apply(town.alice, row)
    with later(8), pytest.raises(actions.NotOpen):
        apply(town.bob, row)


def proven(town: Town) -> list[int]:
    """Whose places stand in the end, by the numbers of their lots, as anybody computes it."""
    told = verify(queries.proof_of(Draw.objects.of(town.clay).get()))
    return [number for number, _title in told.winners]


def states(town: Town) -> list[str]:
    """What became of the applications, in the order of the draw."""
    draw = Draw.objects.of(town.clay).get()
    order = [lot.number for lot in drawn_order(draw.seed, draw.head, queries.lots_in(draw))]
    rows = {one.entry.number: one.state for one in Application.objects.of(town.clay) if one.entry}
    return [rows.get(number, "gone") for number in order]


def test_a_place_not_ordered_in_time_goes_to_the_next_as_often_as_published_then_back(town: Town) -> None:
    row = trial(town, pieces=1, take_days=2, rounds=2)
    for person in crowd(4):
        apply(person, row)
    with later(7.1):
        assert states(town) == ["given", "declined", "declined", "declined"]
    with later(9.2):
        assert states(town) == ["lapsed", "given", "declined", "declined"]
        heir = Application.objects.of(town.clay).get(state="given")
        assert heir.entry is not None
        assert proven(town) == [heir.entry.number]
        assert (Trial.objects.of(town.clay).get().given, held(town)) == (1, 1)
    with later(11.3):
        assert states(town) == ["lapsed", "lapsed", "declined", "declined"]
        assert proven(town) == []
        assert (Trial.objects.of(town.clay).get().given, held(town)) == (0, 0)


def test_a_place_passes_those_who_have_left_the_market(town: Town) -> None:
    row = trial(town, pieces=1, take_days=2, rounds=3)
    for person in crowd(3):
        apply(person, row)
    with later(7.1):
        draw = Draw.objects.of(town.clay).get()
        second = drawn_order(draw.seed, draw.head, queries.lots_in(draw))[1]
        Application.objects.of(town.clay).filter(entry__number=second.number).delete()
    with later(9.2):
        assert states(town) == ["lapsed", "gone", "given"]
        assert len(proven(town)) == 1


def test_a_stopped_trial_gives_nothing_on(town: Town) -> None:
    row = trial(town, pieces=1, take_days=2)
    for person in crowd(2):
        apply(person, row)
    with later(7.1):
        actions.stop_trial(by=operator(town.olga), trial_id=row.public_id, reason="Not safe for food.")
    with later(9.2):
        assert states(town) == ["lapsed", "declined"]
        assert len(proven(town)) == 1, "what was drawn stays proven"
        assert held(town) == 0


def test_a_place_that_was_chosen_and_not_ordered_may_be_given_to_another(town: Town) -> None:
    row = trial(town, way="choice", take_days=2)
    one, other = apply(town.alice, row), apply(town.bob, row)
    by = town.mei_at_work()
    actions.choose(by=by, store=town.clay, application_id=one.public_id, reason="First.")
    with later(3):
        fresh = actions.choose(by=by, store=town.clay, application_id=other.public_id, reason="Second.")
        assert fresh.piece == 1
        assert held(town) == 1


def arrived(application: Application) -> None:
    """The goods were ordered and came."""
    rows = Application.objects.of(application.trial.store_id).filter(pk=application.pk)
    rows.update(state="ordered", ref="grp_test")
    actions.arrived(by=SYSTEM, group="grp_test", at=clock.now())


def test_whoever_does_not_report_stays_away_for_the_published_time(town: Town) -> None:
    row = trial(town, way="choice", report_days=10, away_days=30)
    one = apply(town.alice, row)
    actions.choose(by=town.mei_at_work(), store=town.clay, application_id=one.public_id, reason="Yes.")
    with pytest.raises(actions.TooLate):
        actions.report(by=shopper(town.alice), application_id=one.public_id)
    arrived(one)
    with clock.shift(timedelta(days=8)):
        assert remind_of_reports() == 1
        assert remind_of_reports() == 0
    with clock.shift(timedelta(days=11)):
        second = trial(town, way="choice")
        with pytest.raises(actions.OwesReport):
            apply(town.alice, second)
        actions.report(by=shopper(town.alice), application_id=one.public_id)
        assert apply(town.alice, second).state == "applied"
    with clock.shift(timedelta(days=41)):
        assert queries.away_until(town.clay, town.alice.pk) is None


def test_the_time_away_ends_by_itself(town: Town) -> None:
    row = trial(town, way="choice", report_days=10, away_days=30)
    one = apply(town.alice, row)
    actions.choose(by=town.mei_at_work(), store=town.clay, application_id=one.public_id, reason="Yes.")
    arrived(one)
    with clock.shift(timedelta(days=39)):
        assert queries.away_until(town.clay, town.alice.pk) is not None
    with clock.shift(timedelta(days=41)):
        assert queries.away_until(town.clay, town.alice.pk) is None
        assert apply(town.alice, trial(town, way="choice")).state == "applied"


def test_the_market_stops_a_trial_and_the_store_takes_back_what_nobody_saw(town: Town) -> None:
    untouched, row = trial(town), trial(town, way="choice", pieces=2)
    actions.withdraw_trial(by=town.mei_at_work(), store=town.clay, trial_id=untouched.public_id)
    one = apply(town.alice, row)
    actions.choose(by=town.mei_at_work(), store=town.clay, application_id=one.public_id, reason="Yes.")
    with pytest.raises(actions.CannotStop):
        actions.withdraw_trial(by=town.mei_at_work(), store=town.clay, trial_id=row.public_id)
    actions.stop_trial(by=operator(town.olga), trial_id=row.public_id, reason="Not safe for food.")
    assert held(town) == 1, "the place that was given stays given"
    with pytest.raises(actions.NotOpen):
        apply(town.bob, row)
