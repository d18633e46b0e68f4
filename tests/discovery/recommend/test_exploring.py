"""Places by lot: where they lie, and who is hoped for."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.discovery.recommend.rules.exploring import FIRST, hopes, lots, stretches, ways_down
from tests.depth import examples

SIZES = st.integers(0, 60), st.integers(0, 20), st.integers(1, 12)


@given(*SIZES)
@settings(max_examples=examples(40))
def test_stretches_are_alike_lie_apart_and_leave_the_first_places_alone(
    size: int, after: int, apart: int
) -> None:
    found = stretches(size, after=after, apart=apart)
    assert len(found) <= max(1, round(size / 10))
    assert len({len(one) for one in found}) <= 1
    assert all(max(FIRST, after) <= one.start < one.stop <= size for one in found)
    assert all(one.stop == two.start for one, two in pairwise(found))
    assert len(found) < 2 or len(found[0]) >= apart


@given(*SIZES, st.text(max_size=8))
@settings(max_examples=examples(40))
def test_a_lot_lies_in_its_stretch_and_the_same_seed_draws_the_same(
    size: int, after: int, apart: int, seed: str
) -> None:
    found = stretches(size, after=after, apart=apart)
    drawn = lots(found, [[1.0, 2.0]] * len(found), seed)
    assert all(place in one and chosen in (0, 1) for one, (place, chosen) in zip(found, drawn, strict=True))
    assert drawn == lots(found, [[1.0, 2.0]] * len(found), seed)
    for order in range(size):
        places = range(order, order + len(found) + 1)
        chances = [ways_down(tuple(found), place).get(place - order, 0.0) for place in places]
        assert abs(sum(chances) - 1) < 1e-9


def test_what_was_shown_seldom_is_hoped_for_more() -> None:
    seldom, often = hopes(np.array([5.0, 5_000.0]), np.array([0.0, 50.0]), 0.01)
    assert seldom > often
