"""Estimators in worlds so small that every list can be counted out."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.discovery.decisions.rules.estimates import ESTIMATORS, difference, dr, ips, reach, snips
from regulars.discovery.decisions.rules.judging import judged, support
from regulars.discovery.decisions.rules.rewarding import fitted
from regulars.discovery.decisions.rules.trial import Trial
from tests.depth import examples

chances = st.lists(st.floats(0.1, 1.0), min_size=3, max_size=3)
worths = st.lists(st.floats(0.0, 1.0), min_size=3, max_size=3)


def whole(values: list[float]) -> Any:
    return np.array(values) / sum(values)


def one_place(shown: Any, logged: Any, policy: Any, reward: Any, guess: Any) -> Trial:
    """Decisions of one place each, one reader each; `guess` is by good."""
    many = len(shown)
    each = np.arange(many)
    direct = np.full(many, float((policy * guess).sum()))
    weight = policy[shown] / logged[shown]
    return Trial(each, np.zeros(many, int), weight, reward, guess[shown], direct, np.ones(many), each)


@given(chances, chances, worths, worths)
@settings(max_examples=examples(40))
def test_ips_and_dr_are_right_on_average_over_every_log_there_can_be(
    log: list[float], other: list[float], worth: list[float], guess: list[float]
) -> None:
    logged, policy, pays, model = whole(log), whole(other), np.array(worth), np.array(guess)
    true = float((policy * pays).sum())
    mean = dict.fromkeys(("ips", "dr"), 0.0)
    for shown in product(range(3), repeat=2):
        trial = one_place(np.array(shown), logged, policy, pays[list(shown)], model)
        chance = float(np.prod(logged[list(shown)]))
        for name in ("ips", "dr"):
            mean[name] += chance * ESTIMATORS[name].__call__(trial).value  # type: ignore[index]
    assert mean["ips"] == pytest.approx(true)
    assert mean["dr"] == pytest.approx(true)


@given(chances, chances, worths, st.lists(st.integers(0, 2), min_size=1, max_size=20))
@settings(max_examples=examples(40))
def test_dr_is_exact_when_its_model_is_and_snips_stays_within_what_was_seen(
    log: list[float], other: list[float], worth: list[float], shown: list[int]
) -> None:
    logged, policy, pays = whole(log), whole(other), np.array(worth)
    trial = one_place(np.array(shown), logged, policy, pays[shown], pays)
    found = dr(trial)
    assert found.value == pytest.approx(float((policy * pays).sum()))
    assert found.width == pytest.approx(0.0, abs=1e-9)
    assert pays[shown].min() - 1e-9 <= snips(trial).value <= pays[shown].max() + 1e-9


@given(chances, worths, st.lists(st.integers(0, 2), min_size=2, max_size=20))
@settings(max_examples=30)
def test_the_logging_policy_itself_is_the_plain_mean(
    log: list[float], worth: list[float], shown: list[int]
) -> None:
    logged, pays = whole(log), np.array(worth)
    trial = one_place(np.array(shown), logged, logged, pays[shown], np.zeros(3))
    for estimate in (ips, snips, dr):
        assert estimate(trial).value == pytest.approx(float(pays[shown].mean()))
    assert ips(trial).effective == pytest.approx(len(shown))
    assert difference(trial, trial).value == pytest.approx(0.0)


@given(chances, chances, st.floats(0.1, 3.0))
@settings(max_examples=30)
def test_clipping_never_gives_more_than_was_there(log: list[float], other: list[float], most: float) -> None:
    logged, policy, shown = whole(log), whole(other), np.array([0, 1, 2, 0])
    trial = one_place(shown, logged, policy, np.ones(4), np.zeros(3))
    assert ips(trial.clipped(most)).value <= ips(trial).value + 1e-9
    assert trial.clipped(most).weight.max() <= most


def test_places_are_added_up_and_decisions_kept_by_lot_count_for_those_that_were_not() -> None:
    decision, place = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    reward, ones = np.array([1.0, 1.0, 0.0, 1.0]), np.ones(4)
    trial = Trial(
        decision, place, ones, reward, np.zeros(4), np.zeros(2), np.array([1.0, 3.0]), np.array([0, 1])
    )
    assert ips(trial).value == pytest.approx((2 + 3 * 1) / 4)
    assert snips(trial).value == pytest.approx((2 + 3 * 1) / 4)
    assert trial.places == 2


def test_decisions_of_one_reader_are_one_observation() -> None:
    dice = np.random.default_rng(1)
    reward, many = dice.random(200), 200
    each, zeros, ones = np.arange(many), np.zeros(many), np.ones(many)
    alone = Trial(each, zeros.astype(int), ones, reward, zeros, zeros, ones, each)
    four = np.repeat(reward[:50], 4)
    together = Trial(each, zeros.astype(int), ones, four, zeros, zeros, ones, each // 4)
    assert ips(together).width > 1.7 * ips(alone).width


def test_nothing_says_nothing() -> None:
    empty = np.zeros(0)
    trial = Trial(*[empty.astype(int)] * 2, empty, empty, empty, empty, empty, empty.astype(int))
    assert [estimate(trial).value for estimate in ESTIMATORS.values()] == [0.0] * 3
    assert support(trial).thin == "few"
    assert reach(np.zeros(3)) == (0.0, 0.0)


def test_a_log_that_never_shows_what_the_policy_would_is_refused() -> None:
    shown = np.zeros(1000, int)
    logged, policy = np.array([1.0, 0.0, 0.0]), np.array([0.5, 0.5, 0.0])
    with np.errstate(divide="ignore", invalid="ignore"):
        trial = one_place(shown, logged, policy, np.ones(1000), np.zeros(3))
    found = support(trial)
    assert (found.thin, round(found.covered, 2)) == ("unseen", 0.5)
    fine = one_place(shown, logged, logged, np.ones(1000), np.zeros(3))
    assert support(fine).thin == ""
    assert support(Trial(*[getattr(fine, name)[:100] for name in Trial.__slots__])).thin == "few"


def test_a_handful_of_heavy_decisions_is_refused() -> None:
    shown = np.zeros(2000, int)
    shown[:4] = 1
    trial = one_place(shown, np.array([0.998, 0.002]), np.array([0.02, 0.98]), np.ones(2000), np.zeros(2))
    assert support(trial).thin == "heavy"


def test_a_policy_s_gain_is_told_beside_what_was() -> None:
    dice = np.random.default_rng(2)
    logged, policy, pays = np.array([0.5, 0.5]), np.array([0.1, 0.9]), np.array([0.2, 0.6])
    shown = dice.choice(2, 4000, p=logged)
    reward = (dice.random(4000) < pays[shown]).astype(float)
    model = fitted(shown, np.zeros(4000, int), reward, np.ones(4000), goods=2, places=1)
    guess = model.at(np.arange(2), np.zeros(2, int))
    assert guess == pytest.approx(pays, abs=0.05)
    found = judged(
        one_place(shown, logged, policy, reward, guess), one_place(shown, logged, logged, reward, guess)
    )
    assert found.logged.low < 0.4 < found.logged.high
    assert found.gain.low < 0.16 < found.gain.high
    assert found.gain.low > 0
    for estimate in found.estimates.values():
        assert estimate.low < 0.56 < estimate.high


def test_intervals_hold_the_truth_in_simulated_worlds() -> None:
    from bench.ope import judged as summed
    from bench.ope import runs

    found: dict[str, list[Any]] = {}
    for name, true, base, one in runs(12, 3, False):
        found.setdefault(name, []).append((true, base, one))
    for rows in found.values():
        told = summed(rows)
        assert told["holds"] >= 0.75
        assert abs(told["bias"]) < 0.1
