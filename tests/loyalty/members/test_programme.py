"""Mei opens a programme; Alice joins, climbs by orders that completed, and falls back when they go back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from regulars.ground.bus.models import Message
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import LogInFirst, NotAllowed, NotFound
from regulars.loyalty.customers.queries import allows, relation_of
from regulars.loyalty.members import actions, queries
from regulars.loyalty.members.actions import AlreadyClosed, PointValueStays, RulesUnfit
from regulars.loyalty.members.models import Member, Trade
from regulars.loyalty.members.rules import Tier
from regulars.trade.orders import actions as orders
from tests.loyalty.members.club import CLUB, card, opened, tier
from tests.town import Town, shopper, staff
from tests.trade.orders.shopping import bought, completed, place


def finished(town: Town, person: object, pieces: int = 1) -> str:
    """The person buys teapots at Mei's and is content; the order's id."""
    by = shopper(person)  # type: ignore[arg-type]
    group = bought(by, {town.variant(town.teapot).public_id: pieces})
    return completed(by, town.mei_at_work(), town.clay, group).public_id


def test_rules_are_kept_version_by_version(town: Town) -> None:
    opened(town)
    opened(town)
    assert [row.version for row in queries.versions_of(town.clay)] == [1]
    changed = opened(town, points=2)
    assert [row.version for row in queries.versions_of(town.clay)] == [2, 1]
    running = queries.programme_of(town.clay)
    assert running is not None
    assert running.rules == changed
    told = Message.objects.filter(name="loyalty.programme-changed.v1").count()
    assert told == 2


def test_only_staff_who_run_offers_change_the_programme(town: Town) -> None:
    for by, error in (
        (staff(town.lin, town.clay), NotAllowed),
        (town.ravi_at_work(), NotFound),
        (shopper(town.alice), NotFound),
    ):
        with pytest.raises(error):
            actions.publish_programme(by=by, store=town.clay, rules=CLUB)
        with pytest.raises(error):
            actions.close_programme(by=by, store=town.clay)


def test_rules_that_cannot_be_meant_are_told_at_their_field(town: Town) -> None:
    by = town.mei_at_work()
    with pytest.raises(RulesUnfit) as told:
        actions.publish_programme(by=by, store=town.clay, rules=replace(CLUB, tiers=()))
    assert told.value.param == "tiers"
    with pytest.raises(RulesUnfit) as told:
        actions.publish_programme(by=by, store=town.clay, rules=replace(CLUB, currency="EUR"))
    assert told.value.param == "currency"
    assert queries.programme_of(town.clay) is None


def test_joining_is_a_choice_apart_from_consent(town: Town) -> None:
    opened(town)
    for _again in range(2):
        orders.join_programme(by=shopper(town.alice), store=town.clay)
    assert [member.place for member in Member.objects.of(town.clay)] == ["store"]
    assert tier(town, town.alice) == "Guest"
    assert relation_of(town.clay, town.alice.pk) is not None
    assert not allows(town.clay, town.alice.pk, "offers", "inbox")
    assert Message.objects.filter(name="loyalty.member-joined.v1").count() == 1


def test_guests_log_in_before_they_join_and_a_closed_programme_takes_nobody(town: Town) -> None:
    with pytest.raises(AlreadyClosed):
        orders.join_programme(by=shopper(town.alice), store=town.clay)
    opened(town)
    with pytest.raises(LogInFirst):
        orders.join_programme(by=Actor("guest"), store=town.clay)
    actions.close_programme(by=town.mei_at_work(), store=town.clay)
    with pytest.raises(AlreadyClosed):
        orders.join_programme(by=shopper(town.alice), store=town.clay)
    assert queries.card_of(town.clay, town.alice.pk) is None
    actions.reopen_programme(by=town.mei_at_work(), store=town.clay)
    orders.join_programme(by=shopper(town.alice), store=town.clay)
    assert tier(town, town.alice) == "Guest"


def test_a_completed_order_counts_and_a_refund_moves_the_tier_back(town: Town) -> None:
    opened(town)
    orders.join_programme(by=shopper(town.alice), store=town.clay)
    first = finished(town, town.alice)
    assert tier(town, town.alice) == "Guest"
    here = card(town, town.alice)
    assert here.place is not None
    assert (here.standing.amount_minor, here.standing.orders) == (29_000, 1)
    assert (here.place.missing_minor, here.place.missing_orders) == (21_000, 1)
    finished(town, town.alice)
    assert tier(town, town.alice) == "Friend"
    line = Trade.objects.of(town.clay).get(order_ref=first)
    pieces = {each.public_id: 1 for each in _lines(town, first)}
    orders.refund_lines(by=town.mei_at_work(), store=town.clay, order=first, lines=pieces, freight=True)
    assert tier(town, town.alice) == "Guest"
    line.refresh_from_db()
    assert line.amount_minor == 0
    assert line.gone_at is not None
    told = Message.objects.filter(name="loyalty.member-tier-changed.v1").order_by("id")
    assert [(row.body["before"], row.body["after"]) for row in told] == [
        ("Guest", "Friend"),
        ("Friend", "Guest"),
    ]


def _lines(town: Town, order: str) -> list[object]:
    from regulars.trade.orders.models import OrderLine

    return list(OrderLine.objects.filter(order__public_id=order))


def test_orders_before_joining_count_and_paid_ones_that_did_not_complete_do_not(town: Town) -> None:
    finished(town, town.alice)
    finished(town, town.alice)
    bought(shopper(town.bob), {town.variant(town.teapot, 1).public_id: 2})
    opened(town)
    for person in (town.alice, town.bob):
        orders.join_programme(by=shopper(person), store=town.clay)
    assert (tier(town, town.alice), tier(town, town.bob)) == ("Friend", "Guest")
    assert card(town, town.alice).points == 0


def test_the_tier_looks_only_as_far_back_as_the_rules_say(town: Town) -> None:
    opened(town, window_days=30)
    orders.join_programme(by=shopper(town.alice), store=town.clay)
    finished(town, town.alice)
    finished(town, town.alice)
    assert tier(town, town.alice) == "Friend"
    with clock.shift(timedelta(days=31)):
        assert tier(town, town.alice) == "Guest"


def test_one_store_knows_nothing_of_another_ones_members(town: Town) -> None:
    opened(town)
    orders.join_programme(by=shopper(town.alice), store=town.clay)
    assert queries.card_of(town.cashmere, town.alice.pk) is None
    assert not Member.objects.of(town.cashmere).exists()
    running = queries.programme_of(town.clay)
    assert running is not None
    assert queries.members_of(town.cashmere, running).items == []
    assert [row.member.person for row in queries.members_of(town.clay, running).items] == [town.alice]


def test_who_leaves_is_no_member_and_can_come_back_to_the_same_tier(town: Town) -> None:
    opened(town)
    orders.join_programme(by=shopper(town.alice), store=town.clay)
    finished(town, town.alice)
    for _again in range(2):
        actions.leave(by=shopper(town.alice), store=town.clay)
    assert card(town, town.alice).member is None
    finished(town, town.alice)
    orders.join_programme(by=shopper(town.alice), store=town.clay)
    assert tier(town, town.alice) == "Friend"
    assert Member.objects.of(town.clay).count() == 1


def test_joining_at_the_checkout(town: Town) -> None:
    opened(town)
    lines = {town.variant(town.teapot).public_id: 1, town.variant(town.sweater).public_id: 1}
    place(shopper(town.alice), lines, join=[town.clay.public_id, town.cashmere.public_id])
    assert [member.place for member in Member.objects.of(town.clay)] == ["checkout"]
    assert not Member.objects.of(town.cashmere).exists()


def test_what_a_point_is_worth_stays_once_somebody_has_points(town: Town) -> None:
    opened(town)
    opened(town, point_minor=10, points=1, per_minor=1_000)
    orders.join_programme(by=shopper(town.alice), store=town.clay)
    finished(town, town.alice)
    with pytest.raises(PointValueStays):
        opened(town, point_minor=5, points=1, per_minor=1_000)
    opened(town, point_minor=10, points=2, per_minor=1_000, tiers=(Tier("Everybody"),))
    assert tier(town, town.alice) == "Everybody"
