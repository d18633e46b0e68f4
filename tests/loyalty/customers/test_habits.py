"""What is said of a customer's habits, and what is hidden in what staff wrote."""

from __future__ import annotations

from datetime import UTC, datetime
from statistics import median_low
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.loyalty.customers.rules import Quartiles, favourites, hidden, hours, price_level, weekdays
from regulars.loyalty.customers.rules.habits import median
from tests.depth import examples

SHANGHAI = ZoneInfo("Asia/Shanghai")


@given(st.dictionaries(st.integers(0, 50), st.integers(1, 5), min_size=1, max_size=8))
@settings(max_examples=examples(40))
def test_the_median_is_the_lower_middle_of_all_pieces(pieces: dict[int, int]) -> None:
    assert median(pieces) == median_low([price for price, many in pieces.items() for _ in range(many)])


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ({100: 2}, None),
        ({100: 3}, "low"),
        ({101: 3}, "middle"),
        ({100: 1, 250: 1, 900: 1}, "middle"),
        ({400: 3}, "high"),
        ({100: 1, 500: 2}, "high"),
    ],
)
def test_the_price_level(pieces: dict[int, int], expected: str | None) -> None:
    assert price_level(pieces, Quartiles(100, 400)) == expected
    assert price_level(pieces, None) is None


def test_a_store_with_one_price_has_no_low_and_high() -> None:
    assert price_level({100: 5}, Quartiles(100, 100)) == "middle"


def test_favourites_need_three_and_say_out_of_how_many() -> None:
    assert favourites({"cups": 2}) == []
    found = favourites({"cups": 1, "pots": 3, "trays": 1, "books": 1})
    assert [(one.name, one.many, one.among) for one in found] == [
        ("pots", 3, 6),
        ("books", 1, 6),
        ("cups", 1, 6),
    ]


def test_hours_and_days_are_those_of_the_market() -> None:
    evening = [datetime(2026, 5, day, 16, 30, tzinfo=UTC) for day in (5, 12, 19)]
    assert [one.name for one in hours(evening, SHANGHAI)] == ["night"]
    assert [one.name for one in weekdays(evening, SHANGHAI)] == ["2"]
    assert hours(evening[:2], SHANGHAI) == []


@pytest.mark.parametrize(
    "secret", ["alice@example.com", "+86 138 0000 1234", "13800001234", "(0512) 6789-0123"]
)
def test_addresses_and_numbers_in_a_note_are_masked(secret: str) -> None:
    said = hidden(f"Write to {secret}, she prefers it.")
    assert secret not in said
    assert "she prefers it." in said


@pytest.mark.parametrize(
    "plain", ["since 2026-05-06", "size 42, 3 cups", "paid 280.00", "order of 06.05.2026", "a@b"]
)
def test_other_words_stay(plain: str) -> None:
    assert hidden(plain) == plain
