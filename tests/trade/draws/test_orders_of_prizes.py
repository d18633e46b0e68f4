"""Goods won or tried are ordered by the check-out everybody knows: nothing for the goods, delivery as usual."""

from __future__ import annotations

from datetime import timedelta

import pytest

from regulars.goods.catalog.models import Stock
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import NotFound
from regulars.trade.draws import actions, queries
from regulars.trade.draws.models import Application, Win
from regulars.trade.offers.queries import planned_of
from regulars.trade.orders import actions as orders
from regulars.trade.orders.models import OrderGroup
from regulars.trade.orders.queries import quote
from regulars.trade.orders.rules.granting import grants
from tests.town import Town
from tests.trade.draws.drawing import apply, cups, enter, later, lottery, trial
from tests.trade.orders.shopping import HOME, books_are_right, off, offer, order_in, pay, shopper


def order(by: Actor, ref: str) -> OrderGroup:
    """Order what was promised."""
    promised = grants.find(by, ref)
    total = quote(by=by, currency="CNY", lines={}, grants=promised).total_minor
    return orders.place_order(
        by=by, lines={}, grants=promised, currency="CNY", expected_total_minor=total, address=HOME
    )


def stock(town: Town) -> tuple[int, int]:
    """Cups on hand and set aside."""
    row = Stock.objects.get(variant=town.variant(town.cup))
    return row.on_hand, row.held


def test_a_prize_is_ordered_for_its_delivery_alone(town: Town) -> None:
    offer(town.mei_at_work(), town.clay, "store-coupon", off(500), title="Five off")
    row = lottery(town, cups(town, 2))
    enter(town.alice, row)
    alice, bob = shopper(town.alice), shopper(town.bob)
    with later(7.1):
        win = Win.objects.of(town.clay).get()
        with pytest.raises(NotFound):
            grants.find(bob, win.public_id)
        group = order(alice, win.public_id)
        line = order_in(group, town.clay).lines.get()
        assert (line.unit_minor, line.paid_minor, line.granted_kind, line.granted_ref) == (
            0,
            0,
            "prize",
            win.public_id,
        )
        assert (group.total_minor, group.freight_minor) == (1000, 1000)
        with pytest.raises(actions.TooLate):
            order(alice, win.public_id)
        assert pay(alice, group) == "paid"
        win.refresh_from_db()
        assert (win.state, win.ref) == ("taken", group.public_id)
        assert stock(town) == (99, 1)
        books_are_right()
    with later(60):
        assert stock(town) == (99, 0)
        assert Win.objects.of(town.clay).get().state == "taken"


def test_an_order_that_comes_to_nothing_leaves_the_prize_where_it_was(town: Town) -> None:
    row = lottery(town, cups(town, 1))
    enter(town.alice, row)
    with later(7.1):
        win = Win.objects.of(town.clay).get()
        group = order(shopper(town.alice), win.public_id)
        orders.cancel_group(by=shopper(town.alice), group=group.public_id)
        win.refresh_from_db()
        assert (win.state, win.ref) == ("open", "")
        assert stock(town) == (100, 1)
        assert pay(shopper(town.alice), order(shopper(town.alice), win.public_id)) == "paid"
        assert stock(town) == (99, 0)


def test_a_trial_is_ordered_arrives_and_is_reported_on(town: Town) -> None:
    row = trial(town, way="choice", report_days=14)
    one = apply(town.alice, row)
    actions.choose(
        by=town.mei_at_work(), store=town.clay, application_id=one.public_id, reason="Tea all day."
    )
    alice = shopper(town.alice)
    group = order(alice, one.public_id)
    assert Application.objects.of(town.clay).get().state == "ordered"
    assert pay(alice, group) == "paid"
    mine = order_in(group, town.clay)
    assert mine.lines.get().granted_kind == "trial"
    orders.ship(by=town.mei_at_work(), store=town.clay, order=mine.public_id, carrier="SF", tracking="1")
    orders.deliver(by=town.mei_at_work(), store=town.clay, order=mine.public_id)
    actions.arrived(by=SYSTEM, group=group.public_id, at=clock.now())
    found = Application.objects.of(town.clay).get()
    assert found.report_due is not None
    assert timedelta(days=13) < found.report_due - clock.now() <= timedelta(days=14)
    actions.report(by=alice, application_id=one.public_id)
    with pytest.raises(actions.TooLate):
        actions.report(by=alice, application_id=one.public_id)


def test_a_trial_whose_order_ends_unpaid_may_be_ordered_again(town: Town) -> None:
    row = trial(town, way="choice")
    one = apply(town.alice, row)
    actions.choose(by=town.mei_at_work(), store=town.clay, application_id=one.public_id, reason="Tea.")
    group = order(shopper(town.alice), one.public_id)
    orders.cancel_group(by=shopper(town.alice), group=group.public_id)
    assert Application.objects.of(town.clay).get().state == "given"
    assert stock(town) == (100, 1)
    order(shopper(town.alice), one.public_id)


def test_lotteries_and_trials_stand_in_the_calendar(town: Town) -> None:
    row, tried, draft = lottery(town), trial(town), lottery(town, publish=False)
    now = clock.now()
    found = {one.ref: one for one in planned_of(town.clay, now - timedelta(days=1), now + timedelta(days=30))}
    assert {row.public_id, tried.public_id, draft.public_id} <= set(found)
    assert found[row.public_id].state == "running"
    assert found[draft.public_id].state == "draft"
    assert found[row.public_id].products == (town.cup.public_id,)
    assert found[tried.public_id].words == queries.trial_words(tried)
