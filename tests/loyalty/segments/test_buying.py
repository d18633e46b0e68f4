"""The law of buying that may end unseen: published numbers, the integrals it stands for, and laws found again."""

from __future__ import annotations

from dataclasses import replace
from math import exp
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import beta as beta_of
from scipy.stats import gamma as gamma_of

from bench.forecast import LENGTH, simulated
from regulars.loyalty.segments.rules.buying import (
    Law,
    Past,
    alive,
    comes_back,
    expected,
    fit,
    likelihood,
    past,
)

CDNOW = Law(r=0.243, alpha=4.414, a=0.793, b=2.426, from_first=False)
LAWS = (
    CDNOW,
    Law(r=0.6, alpha=6.0, a=0.9, b=2.5),
    Law(r=1.4, alpha=2.0, a=1.0, b=0.4, from_first=False),
    Law(r=0.8, alpha=9.0, a=2.2, b=1.1),
)
PASTS = ((0, 0.0, 12.0), (1, 3.0, 30.0), (4, 20.0, 26.0), (9, 40.0, 41.0))


def one(again: int, last: float, age: float) -> Past:
    return Past(np.asarray([again]), np.asarray([last]), np.asarray([age]))


def test_the_published_numbers_of_the_cdnow_data_come_out() -> None:
    """Fader, Hardie and Lee's worksheet of the law they found: weeks, and orders expected by then.

    The law is known to three digits, so its results are to about as many.
    """
    weeks = (0.1429, 1.0, 3.0, 31.8571, 32.0, 78.0)
    newcomer = one(0, 0.0, 0.0)
    said = [float(expected(CDNOW, newcomer, week)[0]) for week in weeks]
    assert said == pytest.approx([0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576], rel=2.5e-3, abs=5e-5)
    assert float(expected(CDNOW, one(2, 30.43, 38.86), 39)[0]) == pytest.approx(1.226, rel=1e-3)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("seen", PASTS)
def test_the_formulas_are_the_integrals_they_stand_for(law: Law, seen: tuple[int, float, float]) -> None:
    again, last, age = seen
    chances = again + law.from_first
    pace, leave = gamma_of(law.r, scale=1 / law.alpha), beta_of(law.a, law.b)

    def rates(until: float, also: float = 0.0) -> float:
        return quad(lambda x: x**again * exp(-x * (until + also)) * pace.pdf(x), 0, np.inf, limit=200)[0]

    stays = quad(lambda p: (1 - p) ** chances * leave.pdf(p), 0, 1, limit=200)[0]
    leaves = quad(lambda p: p * (1 - p) ** (chances - 1) * leave.pdf(p), 0, 1)[0] if chances else 0.0
    here, gone = stays * rates(age), leaves * rates(last)
    whole = here + gone
    assert likelihood(law, one(*seen))[0] == pytest.approx(np.log(whole), rel=1e-5)
    assert float(alive(law, one(*seen))[0]) == pytest.approx(here / whole, rel=1e-5)
    back = stays * (rates(age) - rates(age, 13.0)) / whole
    assert float(comes_back(law, one(*seen), 13.0)[0]) == pytest.approx(back, rel=1e-5)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("seen", PASTS[1:3])
def test_expected_orders_are_the_mean_over_paces_and_chances(
    law: Law, seen: tuple[int, float, float]
) -> None:
    again, _last, age = seen
    leave = beta_of(law.a, law.b + again + law.from_first)
    so_far = law.alpha + age

    def orders(chance: float) -> float:
        """Of somebody who leaves after an order with this chance: the mean over paces, which is known."""
        return (1 - (so_far / (so_far + chance * 13.0)) ** (law.r + again)) / chance

    mean, _error = quad(lambda p: orders(p) * leave.pdf(p), 0, 1, limit=200)
    still = float(alive(law, one(*seen))[0])
    assert float(expected(law, one(*seen), 13.0)[0]) == pytest.approx(still * mean, rel=1e-4)


@pytest.mark.parametrize("law", LAWS)
def test_the_slope_is_the_slope(law: Law) -> None:
    known = Past(*(np.asarray(column, dtype=float) for column in zip(*PASTS, strict=True)))
    _value, slope = likelihood(law, known)
    for place, name in enumerate(("r", "alpha", "a", "b")):
        step = 1e-6
        up, down = (
            likelihood(replace(law, **{name: getattr(law, name) + move}), known)[0] for move in (step, -step)
        )
        assert float(slope[place]) == pytest.approx((up - down) / (2 * step), abs=1e-5)


@pytest.mark.parametrize("from_first", [True, False])
def test_a_law_is_found_again_in_what_people_did_under_it(from_first: bool) -> None:
    """What a law foretells of newcomers is found more firmly than its single numbers."""
    truth = Law(r=0.8, alpha=7.0, a=0.8, b=2.5, from_first=from_first)
    histories = simulated(Random(3), truth, 12_000)
    weeks = [[day / 7 for day in each] for each in histories]
    found = fit(past(weeks, LENGTH / 7), from_first=from_first)
    assert found.r == pytest.approx(truth.r, rel=0.15)
    assert found.alpha == pytest.approx(truth.alpha, rel=0.15)
    assert found.a / (found.a + found.b) == pytest.approx(truth.a / (truth.a + truth.b), rel=0.15)
    newcomer = one(0, 0.0, 0.0)
    for weeks_on in (4, 13, 52):
        assert float(expected(found, newcomer, weeks_on)[0]) == pytest.approx(
            float(expected(truth, newcomer, weeks_on)[0]), rel=0.06
        )


def test_a_crowd_is_thinned_evenly() -> None:
    known = past([[0, age] for age in range(1, 101)], 200)
    assert [len(known.thinned(most).age) for most in (100, 99, 50, 30, 1)] == [100, 50, 50, 25, 1]
    assert list(known.thinned(4).last) == [1, 26, 51, 76]


positive = st.floats(0.05, 20)


@given(
    st.builds(Law, r=positive, alpha=positive, a=positive, b=positive, from_first=st.booleans()),
    st.integers(0, 300), st.floats(0, 100), st.floats(0.01, 100), st.floats(0.1, 60),
)  # fmt: skip
def test_chances_are_chances_and_silence_never_speaks_for_somebody(
    law: Law, again: int, last: float, silent: float, within: float
) -> None:
    last = last if again else 0.0
    now, later = one(again, last, last + silent), one(again, last, last + silent + 10)
    still, back = float(alive(law, now)[0]), float(comes_back(law, now, within)[0])
    assert 0 <= back <= still <= 1
    assert float(alive(law, later)[0]) <= still + 1e-12
    assert float(comes_back(law, now, within + 5)[0]) >= back - 1e-12
    assert float(expected(law, now, within)[0]) >= back * (1 - 1e-6) - 1e-9
    assert float(expected(law, now, within)[0]) <= within * (law.r + again) / law.alpha * (1 + 1e-6) + 1e-9
