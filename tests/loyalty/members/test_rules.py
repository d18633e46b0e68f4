"""Tiers and points as pure judgement: whatever happens, nothing goes below zero and everything adds up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.loyalty.members.rules import (
    Lot,
    Rules,
    Standing,
    Tier,
    TooFewPoints,
    Unfit,
    alive,
    balance,
    check,
    due_back,
    earned,
    in_turn,
    place,
    settle,
    take,
)

NOW = datetime(2026, 5, 1, tzinfo=UTC)
TIERS = (
    Tier("Guest"),
    Tier("Friend", amount_minor=50_000, orders=3),
    Tier("Family", amount_minor=200_000),
    Tier("Old friend", amount_minor=500_000, orders=20),
)
RULES = Rules(name="Purple Clay Club", currency="CNY", tiers=TIERS)

minor = st.integers(0, 10**9)
many = st.integers(0, 100)
ends = st.one_of(st.none(), st.integers(-100, 400).map(lambda days: NOW + timedelta(days=days)))
lots = st.lists(st.tuples(st.integers(0, 10_000), ends), max_size=12).map(
    lambda drawn: [Lot(key, points, end) for key, (points, end) in enumerate(drawn)]
)


def test_the_next_tier_and_the_distance_to_it() -> None:
    here = place(RULES, Standing(48_000, 1))
    assert (here.tier.name, here.next) == ("Guest", TIERS[1])
    assert (here.missing_minor, here.missing_orders) == (2_000, 2)
    assert place(RULES, Standing(0, 3)).tier.name == "Friend"
    family = place(RULES, Standing(200_000, 1))
    assert (family.tier.name, family.missing_minor, family.missing_orders) == ("Family", 300_000, 19)
    top = place(RULES, Standing(500_000, 1))
    assert (top.position, top.next, top.missing_minor) == (3, None, None)


@given(minor, many, minor, many)
def test_more_never_leads_to_a_lower_tier(amount: int, orders: int, more: int, further: int) -> None:
    low, high = (
        place(RULES, Standing(amount, orders)),
        place(RULES, Standing(amount + more, orders + further)),
    )
    assert low.position <= high.position


@given(minor, many)
def test_what_is_missing_leads_to_the_next_tier_and_nothing_less_does(amount: int, orders: int) -> None:
    here = place(RULES, Standing(amount, orders))
    if here.missing_minor is not None:
        assert here.missing_minor > 0
        assert place(RULES, Standing(amount + here.missing_minor, orders)).position > here.position
        assert place(RULES, Standing(amount + here.missing_minor - 1, orders)).position == here.position
    if here.missing_orders is not None:
        assert place(RULES, Standing(amount, orders + here.missing_orders)).position > here.position


@given(lots, st.integers(0, 50_000))
def test_taking_is_exact_or_not_at_all_and_never_below_zero(owned: list[Lot], points: int) -> None:
    there = sum(lot.points for lot in owned)
    if points > there:
        with pytest.raises(TooFewPoints):
            take(owned, points)
        return
    taken = {part.key: part.points for part in take(owned, points)}
    left = [replace(lot, points=lot.points - taken.get(lot.key, 0)) for lot in owned]
    assert sum(taken.values()) == points
    assert all(lot.points >= 0 for lot in left)
    assert sum(lot.points for lot in left) == there - points


@given(lots, st.integers(0, 50_000))
def test_what_ends_first_is_taken_first(owned: list[Lot], points: int) -> None:
    living = alive(owned, NOW)
    points = min(points, balance(owned, NOW))
    taken = {part.key: part.points for part in take(living, points)}
    touched = [lot for lot in in_turn(living) if lot.key in taken]
    assert touched == in_turn(living)[: len(touched)]
    assert all(taken[lot.key] == lot.points for lot in touched[:-1])


@given(lots, st.integers(0, 300))
def test_time_only_takes_points_away(owned: list[Lot], days: int) -> None:
    later = NOW + timedelta(days=days)
    assert 0 <= balance(owned, later) <= balance(owned, NOW) <= sum(lot.points for lot in owned)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_what_is_owed_is_paid_first_and_nothing_is_lost(points: int, owed: int) -> None:
    paid, kept = settle(points, owed)
    assert paid + kept == points
    assert 0 <= paid <= owed
    assert kept == 0 or paid == owed


@given(
    st.integers(1, 5_000), st.sampled_from([1, 2, 5, 10, 100]), st.lists(st.integers(0, 5_000), max_size=8)
)
def test_partial_refunds_give_back_exactly_the_points_used(
    used: int, point_minor: int, parts: list[int]
) -> None:
    paid = used * point_minor
    kept, outstanding = paid, used
    for part in [*parts, paid]:
        kept = max(0, kept - part)
        back = due_back(outstanding, kept, point_minor)
        assert 0 <= back <= outstanding
        outstanding -= back
        assert outstanding * point_minor >= kept
        assert outstanding * point_minor - kept < point_minor
    assert outstanding == 0


def test_points_for_an_amount_are_rounded_down() -> None:
    rules = replace(RULES, points=1, per_minor=1_000)
    assert [earned(rules, amount) for amount in (999, 1_000, 2_999, -5)] == [0, 1, 2, 0]


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"name": ""}, "name"),
        ({"tiers": ()}, "tiers"),
        ({"tiers": (Tier("Guest", orders=1),)}, "tiers"),
        ({"tiers": (Tier("Guest"), Tier("Friend"))}, "tiers"),
        ({"tiers": (Tier("Guest"), Tier("", orders=1))}, "tiers"),
        ({"tiers": (Tier("Guest"), Tier("B", amount_minor=5), Tier("C", amount_minor=5))}, "tiers"),
        ({"tiers": (Tier("Guest"), *(Tier(f"T{n}", orders=n) for n in range(1, 8)))}, "tiers"),
        ({"window_days": 0}, "window_days"),
        ({"points": -1}, "points"),
        ({"points": 101, "per_minor": 100}, "points"),
        ({"point_minor": 0}, "point_minor"),
        ({"most_share_bp": 10_001}, "most_share_bp"),
        ({"expiry_days": True}, "expiry_days"),
    ],
)
def test_rules_that_cannot_be_meant_are_refused(changes: dict[str, object], param: str) -> None:
    with pytest.raises(Unfit) as told:
        check(replace(RULES, **changes))  # type: ignore[arg-type]
    assert told.value.param == param


def test_rules_are_stored_and_read_back() -> None:
    check(RULES)
    assert Rules.from_data(RULES.as_data()) == RULES
