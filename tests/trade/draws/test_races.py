"""Prizes, lots and places are given exactly once, whoever comes at the same moment. Really committed, with threads."""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta
from typing import Any

from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM
from regulars.trade.draws import actions, queries
from regulars.trade.draws.models import Application, Draw, Entry, Lottery, Prize, Trial, Win
from regulars.trade.draws.rules.proof import verify
from regulars.trade.offers import actions as offers
from regulars.trade.offers.models import Claim, Offer
from tests.town import Town
from tests.trade.draws.drawing import apply, coupons, cups, enter, later, lottery, trial
from tests.trade.orders.shopping import shopper
from tests.trade.orders.test_races import at_once, crowd

CROWD = 500 if os.environ.get("NIGHTLY") == "1" else 120


def test_hundreds_scratch_at_once_and_no_prize_is_given_twice(real_town: Town) -> None:
    row = lottery(real_town, cups(real_town, 7, one_in=2), coupons(real_town, 5, one_in=3), way="instant")
    people = crowd(CROWD)

    def job(by: Any) -> str:
        return str(actions.enter(by=by, lottery_id=row.public_id).number)

    answers = Counter(at_once([lambda by=by: job(by) for by in people], workers=24))
    assert set(answers) - {str(number) for number in range(1, CROWD + 1)} <= {
        "all-won",
        "draw-closed",
        "busy",
    }
    given = {prize.count: prize.given for prize in Prize.objects.of(real_town.clay)}
    assert all(many <= most for most, many in given.items())
    assert Win.objects.of(real_town.clay).count() == sum(given.values()) == 12
    numbers = list(Entry.objects.of(real_town.clay).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    actions.draw_lottery(by=SYSTEM, lottery_id=row.public_id)
    draw = Draw.objects.of(real_town.clay).get()
    assert verify(queries.proof_of(draw)).entries == len(numbers) == draw.entries_count
    assert len(queries.facts_of(draw).results) == 12


def test_one_person_at_once_has_one_lot(real_town: Town) -> None:
    row = lottery(real_town)
    answers = Counter(at_once([lambda: enter(real_town.alice, row).number] * 30))
    assert answers[1] == 1
    assert set(answers) <= {1, "already-in", "busy"}
    assert (
        Draw.objects.of(real_town.clay).get().entries_count == Entry.objects.of(real_town.clay).count() == 1
    )


def test_twenty_draw_at_once_and_it_is_drawn_once(real_town: Town) -> None:
    row = lottery(real_town, cups(real_town, 3))
    for by in crowd(9):
        actions.enter(by=by, lottery_id=row.public_id)
    over = clock.now() - timedelta(minutes=1)
    before = over - timedelta(hours=1)
    Lottery.objects.of(real_town.clay).update(opens_at=before, closes_at=over, draw_at=over)

    def job() -> str:
        return str(actions.draw_lottery(by=SYSTEM, lottery_id=row.public_id).public_id)

    answers = Counter(at_once([job] * 20))
    assert answers == {row.public_id: 1, "not-drawable": 19}
    assert Win.objects.of(real_town.clay).count() == 3
    assert verify(queries.proof_of(Draw.objects.of(real_town.clay).get())).drawn


def test_a_coupon_is_taken_once_however_often_one_asks(real_town: Town) -> None:
    row = lottery(real_town, coupons(real_town, 1, one_in=1), way="instant")
    enter(real_town.alice, row)
    win = Win.objects.of(real_town.clay).get()

    def job() -> str:
        return actions.take_prize(by=shopper(real_town.alice), win_id=win.public_id).ref

    answers = Counter(at_once([job] * 20))
    assert answers["prize-gone"] == 19
    assert Claim.objects.count() == 1


def test_the_store_gives_as_many_places_as_there_are(real_town: Town) -> None:
    row = trial(real_town, pieces=3, way="choice")
    asked = [
        actions.apply(by=by, trial_id=row.public_id, words="I would like to.").public_id for by in crowd(20)
    ]
    by = real_town.mei_at_work()

    def job(one: str) -> str:
        return actions.choose(by=by, store=real_town.clay, application_id=one, reason="Yes.").state

    answers = Counter(at_once([lambda one=one: job(one) for one in asked]))
    assert answers["given"] == 3
    assert set(answers) <= {"given", "no-places", "busy"}
    assert Trial.objects.of(real_town.clay).get().given == 3
    pieces = Application.objects.of(real_town.clay).filter(state="given").values_list("piece", flat=True)
    assert sorted(piece for piece in pieces if piece) == [1, 2, 3]


def test_one_person_applies_once(real_town: Town) -> None:
    row = trial(real_town)
    answers = Counter(at_once([lambda: apply(real_town.alice, row).state] * 20))
    assert answers["applied"] == 1
    assert Application.objects.of(real_town.clay).count() == 1
    assert Draw.objects.of(real_town.clay).get().entries_count == 1


def test_what_is_not_taken_is_passed_on_once(real_town: Town) -> None:
    row = lottery(real_town, cups(real_town, 1))
    for by in crowd(5):
        actions.enter(by=by, lottery_id=row.public_id)
    with later(7.1):
        win = Win.objects.of(real_town.clay).get()
    Win.objects.of(real_town.clay).update(take_until=clock.now() - timedelta(minutes=1))
    answers = at_once([lambda: actions.pass_on(by=SYSTEM, win_pk=win.pk) is not None] * 20)
    assert answers.count(True) == 1
    states = Win.objects.of(real_town.clay).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["passed", "open"]
    assert len(Draw.objects.of(real_town.clay).get().passed) == 1


def test_a_place_not_ordered_goes_on_once(real_town: Town) -> None:
    row = trial(real_town)
    for by in crowd(4):
        actions.apply(by=by, trial_id=row.public_id, words="I would like to.")
    with later(7.1):
        one = Application.objects.of(real_town.clay).get(state="given")
    Application.objects.of(real_town.clay).filter(pk=one.pk).update(
        take_until=clock.now() - timedelta(minutes=1)
    )
    answers = at_once([lambda: actions.lapse(by=SYSTEM, application_pk=one.pk)] * 12)
    assert answers.count(True) == 1
    states = Application.objects.of(real_town.clay).values_list("state", flat=True)
    assert sorted(states) == ["declined", "declined", "given", "lapsed"]
    assert Trial.objects.of(real_town.clay).get().given == 1
    assert len(Draw.objects.of(real_town.clay).get().passed) == 1


def test_a_coupon_is_promised_or_stopped_and_never_both(real_town: Town) -> None:
    coupon, by, store = coupons(real_town, 1), real_town.mei_at_work(), real_town.clay
    drafts = [lottery(real_town, coupon, publish=False) for _number in range(4)]

    def promise(row: Lottery) -> str:
        return "promised" if actions.publish(by=by, store=store, lottery_id=row.public_id) else ""

    def stop() -> str:
        offers.stop_offer(by=by, store=store, offer=coupon.ref)
        return "stopped"

    answers = Counter(at_once([*(lambda row=row: promise(row) for row in drafts), stop, stop]))
    running = Lottery.objects.of(store).filter(published_at__isnull=False).count()
    assert (running > 0) != (Offer.objects.get().stopped_at is not None)
    assert answers["promised"] == running
    assert (answers["stopped"] > 0) == (running == 0)
