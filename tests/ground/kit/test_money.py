"""Money adds up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.ground.kit.money import CurrencyMismatch, Money, allocate, format_money, to_decimal, to_minor

weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=30)


@given(st.integers(-(10**12), 10**12), weights)
def test_parts_add_up_to_the_whole(total: int, shares: list[int]) -> None:
    assert sum(allocate(total, shares)) == total


@given(st.integers(0, 10**9), weights)
def test_each_part_is_within_one_unit_of_its_exact_share(total: int, shares: list[int]) -> None:
    mass = sum(shares)
    if mass:
        for part, share in zip(allocate(total, shares), shares, strict=True):
            assert abs(part * mass - total * share) < mass


@given(st.integers(0, 10**6), st.integers(1, 20))
def test_zero_weights_split_evenly(total: int, count: int) -> None:
    parts = allocate(total, [0] * count)
    assert max(parts) - min(parts) <= 1


def test_nothing_to_split_over_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing to split"):
        allocate(1, [])
    assert allocate(0, []) == []


def test_currencies_do_not_mix() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(1, "CNY") + Money(1, "EUR")


@given(st.integers(-(10**12), 10**12), st.sampled_from(["CNY", "JPY", "KWD", "BRL"]))
def test_minor_units_survive_the_way_there_and_back(minor: int, currency: str) -> None:
    assert to_minor(to_decimal(minor, currency), currency) == minor


def test_too_many_digits_are_refused() -> None:
    with pytest.raises(ValueError, match="digits"):
        to_minor(Decimal("1.001"), "CNY")
    with pytest.raises(ValueError, match="digits"):
        to_minor(Decimal("1.5"), "JPY")


def test_people_read_amounts_in_their_language() -> None:
    assert format_money(128000, "CNY", "en") == "CN¥1,280.00"
    assert format_money(128000, "CNY", "zh-hans") == "¥1,280.00"
    assert format_money(1280, "JPY", "en") == "¥1,280"
