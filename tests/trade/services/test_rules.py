"""The rules of service plans: exact to the cent, day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.ground.kit.money import allocate
from regulars.trade.offers.rules import Basket, Line, OfferTerms, Scope, Tier, price, replay
from regulars.trade.services.rules import (
    BadPlan,
    Definition,
    Standing,
    Stretch,
    Sums,
    day_of,
    days_gone,
    days_left,
    due_back,
    earned,
    lowered,
    part_of,
    stage,
    whole_is_due,
)

minors = st.integers(0, 1_000_000)
lengths = st.integers(1, 1_095)


@st.composite
def sold(draw: st.DrawFn) -> Sums:
    """Money of a contract: the market's commission is at most half of what the store gets of it."""
    paid, market = draw(minors), draw(st.integers(0, 50_000))
    return Sums(paid, market, draw(st.integers(0, (paid + market) // 2)))


@given(minors, lengths, st.integers(0, 1_200))
@settings(max_examples=50)
def test_days_earn_what_the_largest_remainder_gives_them(total: int, days: int, gone: int) -> None:
    assert earned(total, days, gone) == sum(allocate(total, [1] * days)[:gone])


@given(sold(), lengths, st.data())
@settings(max_examples=50)
def test_what_is_left_falls_day_by_day_to_nothing(sums: Sums, days: int, data: st.DataObject) -> None:
    stretch = Stretch(sums, data.draw(st.integers(0, days - 1)), days)
    left = [stretch.left(gone).net_minor for gone in range(days + 1)]
    assert left[stretch.start] == sums.net_minor
    assert left == sorted(left, reverse=True)
    assert left[-1] == 0


def test_a_last_cent_of_commission_takes_nothing_from_the_store() -> None:
    assert Stretch(Sums(1, 1, 2), 0, 2).left(1) == Sums(0, 0, 0)
    assert Stretch(Sums(2, 2, 2), 0, 2).left(1) == Sums(1, 1, 1)


@given(sold(), lengths, st.data())
@settings(max_examples=50)
def test_parts_that_go_back_never_add_up_to_more_than_was_paid(
    sums: Sums, days: int, data: st.DataObject
) -> None:
    given_back, stretch = Sums(), Stretch(sums, 0, days)
    for _ in range(3):
        gone = data.draw(st.integers(stretch.start, days))
        left = stretch.left(gone)
        amount = data.draw(st.integers(0, sums.paid_minor - given_back.paid_minor))
        back = part_of(sums, given_back, amount)
        given_back += back
        stretch = Stretch(lowered(left, back), gone, days)
        assert 0 <= stretch.sums.net_minor <= left.net_minor
    end = due_back(sums, given_back, stretch, days, entire=True, used_up=False)
    assert given_back + end == sums
    with pytest.raises(ValueError, match="more than was paid"):
        part_of(sums, given_back, sums.paid_minor - given_back.paid_minor + 1)


def test_the_published_rule_of_refunds() -> None:
    sums, days = Sums(3_600, 0, 180), 180
    stretch = Stretch(sums, 0, days)
    assert whole_is_due(started=False, claimed=False, in_return_time=False)
    assert whole_is_due(started=True, claimed=False, in_return_time=True)
    assert not whole_is_due(started=True, claimed=True, in_return_time=True)
    assert not whole_is_due(started=True, claimed=False, in_return_time=False)
    assert due_back(sums, Sums(), stretch, 90, entire=False, used_up=False) == Sums(1_800, 0, 90)
    assert due_back(sums, Sums(), stretch, 90, entire=False, used_up=True) == Sums()


@pytest.mark.parametrize(
    ("zone", "begins", "ends"),
    [
        ("Europe/Berlin", datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 4, 28)),
        ("Europe/Berlin", datetime(2026, 10, 24, 22, 30, tzinfo=UTC), date(2026, 11, 24)),
        ("Asia/Shanghai", datetime(2028, 2, 28, 15, 59, tzinfo=UTC), date(2028, 3, 29)),
        ("Asia/Shanghai", datetime(2028, 2, 28, 16, 0, tzinfo=UTC), date(2028, 3, 30)),
        ("Asia/Shanghai", datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2027, 1, 31)),
    ],
)
def test_thirty_days_are_thirty_midnights_whatever_the_clock_does(
    zone: str, begins: datetime, ends: date
) -> None:
    """R23: summer time begins and ends, a leap day, midnight and New Year in the market's zone."""
    there = ZoneInfo(zone)
    first = day_of(begins, there)
    assert first + timedelta(days=30) == ends
    assert days_gone(first, 30, first) == 0
    seen = {day_of(begins + timedelta(hours=hours), there): None for hours in range(31 * 24)}
    gone = [days_gone(first, 30, day) for day in seen]
    assert gone == [min(place, 30) for place in range(len(gone))]
    assert stage("sold", first, 30, ends - timedelta(days=1)) == "running"
    assert stage("sold", first, 30, ends) == "over"
    assert days_left(first, 30, ends - timedelta(days=1)) == 1


def test_when_a_claim_may_be_made() -> None:
    today = date(2028, 2, 29)
    free = Standing("running", 1, 3, 10, today - timedelta(days=10), False, today)
    assert (free.reason, free.next_on) == ("", None)
    soon = Standing("running", 1, 3, 10, today - timedelta(days=9), False, today)
    assert (soon.reason, soon.next_on) == ("too-soon", date(2028, 3, 1))
    assert Standing("running", 3, 3, 0, None, False, today).reason == "used-up"
    assert Standing("running", 1, 3, 0, None, True, today).reason == "open"
    assert Standing("over", 1, 3, 0, None, False, today).reason == "over"
    assert Standing("waiting", 0, 3, 0, None, False, today).reason == "not-started"


def test_a_plan_nobody_could_keep_is_refused_by_its_field() -> None:
    good = {"title": "Care", "covered": "Stains", "price_minor": 100}
    for changes, field in (
        ({"price_minor": None}, "price_minor"),
        ({"share_bp": 100}, "price_minor"),
        ({"days": 0}, "days"),
        ({"gap_days": 180}, "gap_days"),
        ({"ways": ()}, "ways"),
        ({"claims": 100}, "claims"),
    ):
        with pytest.raises(BadPlan) as refused:
            Definition(**good | changes)  # type: ignore[arg-type]
        assert refused.value.field == field
    share = Definition("Care", covered="Stains", share_bp=1_250)
    assert (share.price_of(999), share.price_of(1)) == (124, 1)
    assert Definition.from_json(share.as_json()) == share


def test_offers_of_goods_leave_the_plan_alone_unless_they_name_it() -> None:
    """The published rule: neither its price nor any threshold counts a plan, except in an offer on the plan."""
    goods = Line("pot", "clay", "teapot", "red", 10_000, 1, "CNY")
    care = Line("care:pot", "clay", "care", "care", 2_000, 1, "CNY", service=True)
    basket = Basket("CNY", (goods, care), {"clay": 0})
    half = OfferTerms(
        "half", "spend-and-save", "Half", "CNY", store_id="clay", tiers=(Tier(0, percent_bp=5_000),)
    )
    high = OfferTerms(
        "high", "store-coupon", "High", "CNY", store_id="clay", tiers=(Tier(11_000, off_minor=900),)
    )
    now = datetime(2026, 3, 2, tzinfo=UTC)
    receipt = price(basket, [half, high], now)
    assert {line.line_id: line.paid_minor for line in receipt.lines} == {"pot": 5_000, "care:pot": 2_000}
    named = OfferTerms(
        "named", "item-price", "Care for less", "CNY", store_id="clay",
        scope=Scope("product", frozenset({"care"})), fixed_minor=500,
    )  # fmt: skip
    receipt = price(basket, [half, named], now)
    assert {line.line_id: line.paid_minor for line in receipt.lines} == {"pot": 5_000, "care:pot": 500}
    assert replay(receipt.to_json()) == receipt
