"""Numbers beside a chart are round and written as people of the language write them."""

from __future__ import annotations

import pytest
from django.utils import translation

from regulars.faces.look.axes import nice_top, short_number
from tests.faces.look.test_macros import render


@pytest.mark.parametrize(
    ("peak", "top"),
    [
        (0, 2),
        (1, 2),
        (3, 4),
        (9.5, 10),
        (11, 12),
        (17, 20),
        (52_371, 60_000),
        (118_000, 120_000),
        (1_000_001, 1_200_000),
    ],
)
def test_an_axis_ends_at_a_round_number(peak: float, top: float) -> None:
    assert nice_top(peak) == top
    assert top >= peak
    assert float(top / 2).is_integer()


@pytest.mark.parametrize(
    ("language", "number", "text"),
    [
        ("en", 60_000, "60K"),
        ("zh-hans", 60_000, "6万"),
        ("en", 1_200_000, "1.2M"),
        ("zh-hans", 1_200_000, "120万"),
        ("en", 5, "5"),
    ],
)
def test_numbers_are_short_in_each_language(language: str, number: float, text: str) -> None:
    with translation.override(language):
        assert short_number(number) == text


def test_bars_stand_below_the_round_top_of_their_chart() -> None:
    page = render(
        "{{ ui.bar_chart([{'label': 'Mon', 'value': 873}, {'label': 'Tue', 'value': 0}], 'Sales') }}"
    )
    assert [page.count(f">{tick}</text>") for tick in ("1K", "500", "0")] == [1, 1, 1]
    assert "873</text>" not in page
