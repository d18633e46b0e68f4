"""Alice earns points, pays with them, gets them back; every point is what the store owes in the books."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from regulars.ground.bus.models import Message
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.loyalty.members.actions import PointsGone
from regulars.loyalty.members.models import Member, Movement
from regulars.trade.offers.rules import replay
from regulars.trade.orders import actions as orders
from regulars.trade.orders import queries as asking
from regulars.trade.orders.actions import PriceChanged
from regulars.trade.orders.models import OrderGroup, OrderLine
from regulars.trade.settlement.queries import check_books
from tests.loyalty.members.club import card, liability, opened, points_add_up
from tests.town import Town, shopper
from tests.trade.orders.shopping import (
    HOME,
    captured,
    completed,
    off,
    offer,
    order_in,
    pay,
    place,
    start,
)

MAY = datetime(2026, 5, 1, 9, tzinfo=UTC)


def _pot(town: Town, pieces: int = 1) -> dict[str, int]:
    return {town.variant(town.teapot).public_id: pieces}


def _order(town: Town, person: object, lines: dict[str, int], *, points: bool = False) -> OrderGroup:
    by = shopper(person)  # type: ignore[arg-type]
    used = [town.clay.public_id] if points else []
    total = asking.quote(by=by, currency="CNY", lines=lines, points=used).total_minor
    return orders.place_order(
        by=by, lines=lines, address=HOME, currency="CNY", expected_total_minor=total, points=used
    )


def _done(town: Town, person: object, lines: dict[str, int], *, points: bool = False) -> OrderGroup:
    by = shopper(person)  # type: ignore[arg-type]
    group = _order(town, person, lines, points=points)
    if group.state != "paid":
        assert pay(by, group) == "paid"
    completed(by, town.mei_at_work(), town.clay, group)
    return group


@pytest.fixture
def club(town: Town) -> Town:
    """Mei's programme with Alice in it."""
    opened(town)
    orders.join_programme(by=shopper(town.alice), store=town.clay)
    return town


def _points(town: Town) -> int:
    return card(town, town.alice).points


def test_a_completed_order_earns_once_and_only_members_earn(club: Town) -> None:
    group = _done(club, club.alice, _pot(club))
    _done(club, club.bob, _pot(club))
    orders.confirm(by=shopper(club.alice), order=order_in(group, club.clay).public_id)
    assert _points(club) == 290
    assert liability(club) == 290
    told = Message.objects.filter(name="loyalty.points-moved.v1")
    assert [(row.body["kind"], row.body["points"]) for row in told] == [("earned", 290)]
    points_add_up(club)


def test_points_pay_up_to_the_share_as_a_step_of_the_receipt(club: Town) -> None:
    opened(club, most_share_bp=1_000, points=50)
    _done(club, club.alice, _pot(club))
    assert _points(club) == 14_500
    offer(club.mei_at_work(), club.clay, "store-coupon", off(1000, 4000), claimable=False)
    by, lines = shopper(club.alice), {club.variant(club.cup).public_id: 2}
    plain = asking.quote(by=by, currency="CNY", lines=lines)
    quote = asking.quote(by=by, currency="CNY", lines=lines, points=[club.clay.public_id])
    assert quote.receipt is not None
    assert [step.step for step in quote.receipt.steps] == ["coupon", "points"]
    step = quote.receipt.steps[-1]
    assert (step.base_minor, step.amount_minor) == (8_000, 800)
    assert step.funding == {club.clay.public_id: 800}
    assert step.title == "Purple Clay Club"
    assert quote.total_minor == plain.total_minor - 800
    assert replay(quote.receipt.to_json()) == quote.receipt


def test_points_are_whole_whatever_one_is_worth(club: Town) -> None:
    opened(club, point_minor=7, per_minor=700, most_share_bp=3_333)
    _done(club, club.alice, _pot(club, 2))
    earned = _points(club)
    assert earned == 56_000 // 700
    group = _order(club, club.alice, {club.variant(club.cup).public_id: 1}, points=True)
    used = -Movement.objects.of(club.clay).get(kind="used").points
    assert group.discount_minor == used * 7
    assert used == min(earned, 4_500 * 3_333 // 10_000 // 7)
    assert _points(club) == earned - used
    points_add_up(club)


def test_the_store_bears_the_points_and_the_books_stay_right(club: Town) -> None:
    _done(club, club.alice, _pot(club))
    group = _order(club, club.alice, _pot(club), points=True)
    row = order_in(group, club.clay)
    assert (row.store_discount_minor, row.market_discount_minor, row.paid_minor) == (290, 0, 28_710)
    assert (_points(club), liability(club)) == (0, 0)
    assert pay(shopper(club.alice), group) == "paid"
    assert check_books()["ok"]
    points_add_up(club)


def test_the_shopper_must_have_seen_the_price_with_points(club: Town) -> None:
    _done(club, club.alice, _pot(club))
    by, lines = shopper(club.alice), _pot(club)
    with_points = asking.quote(by=by, currency="CNY", lines=lines, points=[club.clay.public_id]).total_minor
    with pytest.raises(PriceChanged):
        place(by, lines, expected_total_minor=with_points)
    with pytest.raises(PriceChanged):
        place(shopper(club.bob), lines, expected_total_minor=with_points, points=[club.clay.public_id])
    assert _points(club) == 290


def test_points_come_back_when_the_order_is_never_paid(club: Town) -> None:
    _done(club, club.alice, _pot(club))
    by = shopper(club.alice)
    given_up = _order(club, club.alice, _pot(club), points=True)
    orders.cancel_group(by=by, group=given_up.public_id)
    assert _points(club) == 290
    _order(club, club.alice, _pot(club), points=True)
    assert _points(club) == 0
    with clock.shift(timedelta(hours=1)):
        orders.expire_groups()
        assert _points(club) == 290
    points_add_up(club)


def test_a_late_payment_takes_the_points_again_or_goes_back(club: Town) -> None:
    _done(club, club.alice, _pot(club))
    by = shopper(club.alice)
    late = _order(club, club.alice, _pot(club), points=True)
    payment = start(by, late)
    with clock.shift(timedelta(hours=1)):
        orders.expire_groups()
        assert orders.receive_payment(by=by, provider="test", message=captured(payment)) == "paid"
        assert _points(club) == 0
        row = order_in(late, club.clay)
        orders.refuse_order(by=club.mei_at_work(), store=club.clay, order=row.public_id, reason="Broken")
        assert _points(club) == 290
        later = _order(club, club.alice, _pot(club), points=True)
        second = start(by, later)
    with clock.shift(timedelta(hours=3)):
        orders.expire_groups()
        _order(club, club.alice, _pot(club), points=True)
        assert orders.receive_payment(by=by, provider="test", message=captured(second)) == "returned"
        assert _points(club) == 0
    assert check_books()["ok"]
    points_add_up(club)


def test_a_refund_gives_back_the_part_that_points_had_paid(club: Town) -> None:
    _done(club, club.alice, _pot(club))
    group = _order(club, club.alice, _pot(club, 3), points=True)
    assert pay(shopper(club.alice), group) == "paid"
    row = order_in(group, club.clay)
    line = OrderLine.objects.get(order=row)
    seen = []
    for _piece in range(3):
        orders.refund_lines(
            by=club.mei_at_work(), store=club.clay, order=row.public_id, lines={line.public_id: 1}
        )
        seen.append(_points(club))
    assert seen == [97, 193, 290]
    assert check_books()["ok"]
    points_add_up(club)


def test_what_an_order_earned_goes_with_its_refund_and_never_below_zero(club: Town) -> None:
    first = _done(club, club.alice, _pot(club))
    _order(club, club.alice, _pot(club), points=True)
    assert _points(club) == 0
    row = order_in(first, club.clay)
    line = OrderLine.objects.get(order=row)
    orders.refund_lines(
        by=club.mei_at_work(), store=club.clay, order=row.public_id, lines={line.public_id: 1}, freight=True
    )
    assert _points(club) == 0
    assert Member.objects.of(club.clay).get().owed == 290
    assert liability(club) == 0
    points_add_up(club)
    _done(club, club.alice, _pot(club, 2))
    assert _points(club) == 560 - 290
    assert Member.objects.of(club.clay).get().owed == 0
    points_add_up(club)


def test_points_end_by_time_those_that_end_first_are_used_first(club: Town) -> None:
    with clock.at(MAY):
        _done(club, club.alice, _pot(club))
    with clock.at(MAY + timedelta(days=100)):
        _done(club, club.alice, _pot(club))
        assert _points(club) == 580
        assert (card(club, club.alice).ends_points, card(club, club.alice).ends_at) == (
            290,
            MAY + timedelta(days=365),
        )
    with clock.at(MAY + timedelta(days=365)):
        assert _points(club) == 290
        assert liability(club) == 580
        assert orders.expire_points() == 290
        assert orders.expire_points() == 0
        assert liability(club) == 290
    points_add_up(club)


def test_points_that_ended_a_moment_ago_are_not_used(club: Town) -> None:
    with clock.at(MAY):
        _done(club, club.alice, _pot(club))
    by, lines = shopper(club.alice), _pot(club)
    with clock.at(MAY + timedelta(days=364)):
        used = [club.clay.public_id]
        total = asking.quote(by=by, currency="CNY", lines=lines, points=used).total_minor
    with clock.at(MAY + timedelta(days=366)), pytest.raises(PriceChanged):
        place(by, lines, points=used, expected_total_minor=total)


def test_using_more_than_there_is_is_refused_whole(club: Town) -> None:
    from regulars.loyalty.members.actions import use_points

    _done(club, club.alice, _pot(club))
    given = {"store_id": club.clay.pk, "person_id": club.alice.pk, "order_ref": "x"}
    with pytest.raises(PointsGone):
        use_points(by=Actor("system"), amount_minor=291, **given)
    assert _points(club) == 290
    points_add_up(club)


def test_each_stores_points_pay_only_its_own_goods(club: Town) -> None:
    _done(club, club.alice, _pot(club))
    lines = {club.variant(club.sweater).public_id: 1}
    by, named = shopper(club.alice), [club.clay.public_id, club.cashmere.public_id]
    with_points = asking.quote(by=by, currency="CNY", lines=lines, points=named)
    assert with_points.total_minor == asking.quote(by=by, currency="CNY", lines=lines).total_minor
    both = lines | _pot(club)
    quote = asking.quote(by=by, currency="CNY", lines=both, points=named)
    assert quote.receipt is not None
    assert {step.offer_id for step in quote.receipt.steps} == {f"points:{club.clay.public_id}"}


def test_points_outlive_leaving_and_closing(club: Town) -> None:
    from regulars.loyalty.members import actions as members

    _done(club, club.alice, _pot(club))
    members.leave(by=shopper(club.alice), store=club.clay)
    used = asking.quote(
        by=shopper(club.alice), currency="CNY", lines=_pot(club), points=[club.clay.public_id]
    )
    assert used.receipt is not None
    assert used.receipt.steps == ()
    orders.join_programme(by=shopper(club.alice), store=club.clay)
    members.close_programme(by=club.mei_at_work(), store=club.clay)
    _done(club, club.alice, _pot(club), points=True)
    assert _points(club) == 0
