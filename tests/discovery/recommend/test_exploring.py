"""Places by lot: each has the chance it was promised."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.discovery.recommend.rules.exploring import FIRST, drawn, hopes, inclusion, seats
from tests.depth import examples

WEIGHTS = st.lists(st.floats(0.001, 10), min_size=1, max_size=60)


@given(WEIGHTS, st.integers(0, 12))
@settings(max_examples=examples(40))
def test_chances_add_up_to_the_places_and_never_pass_one(weights: list[float], count: int) -> None:
    chance = inclusion(weights, count)
    assert np.isclose(chance.sum(), min(count, len(weights)))
    assert (chance <= 1 + 1e-9).all()
    order = np.argsort(weights)
    assert (np.diff(chance[order]) >= -1e-9).all()


@given(WEIGHTS, st.integers(0, 60), st.text(max_size=8))
@settings(max_examples=examples(40))
def test_nobody_is_drawn_twice_and_the_first_places_are_not_for_lots(
    weights: list[float], size: int, seed: str
) -> None:
    lots = drawn(weights, size, seed)
    assert len(lots) == min(seats(size), len(weights))
    assert len({one.chosen for one in lots}) == len({one.place for one in lots}) == len(lots)
    assert all(FIRST <= one.place < size and 0 < one.propensity <= 1 for one in lots)
    assert drawn(weights, size, seed) == lots


def test_the_chances_are_true() -> None:
    weights, rounds = [1.0, 2.0, 3.0, 4.0, 10.0], 4_000
    lots = [one for number in range(rounds) for one in drawn(weights, 20, f"round {number}")]
    taken = Counter(one.chosen for one in lots)
    assert np.allclose([taken[n] / rounds for n in range(5)], inclusion(weights, 2), atol=0.03)


def test_what_was_shown_seldom_is_hoped_for_more() -> None:
    seldom, often = hopes(np.array([5.0, 5_000.0]), np.array([0.0, 50.0]), 0.01)
    assert seldom > often
