"""What a message brought: no effect is called so, an effect is found, and the interval is honest."""

from __future__ import annotations

from random import Random
from statistics import fmean, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.uplift import campaign, drawn
from regulars.loyalty.outreach.rules.verdict import side, student_975, verdict

spent = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=60, max_size=90)


def test_messages_without_effect_are_said_to_have_none() -> None:
    dice = Random(20261111)
    said = [verdict(*campaign(dice, people=2000, effect=0.0)).kind for _ in range(120)]
    assert said.count("no-effect") >= 0.92 * len(said)
    assert set(said) <= {"no-effect", "gain", "loss"}


def test_eight_percent_more_is_found_among_twenty_thousand() -> None:
    found = verdict(*campaign(Random(8), people=20_000, effect=0.08))
    assert found.kind == "gain"
    truth = 0.08 * found.mean_held
    assert found.low <= truth <= found.high
    assert found.total == round(found.gain * found.sent) > 0


def test_a_message_that_drives_people_away_is_a_loss() -> None:
    assert verdict(*campaign(Random(3), people=20_000, effect=-0.15)).kind == "loss"


def test_the_time_before_makes_the_interval_narrower() -> None:
    sent, held = campaign(Random(5), people=4000, effect=0.0)
    found = verdict(sent, held)
    plain = verdict(
        *(side((0, one) for one in _after(Random(5), 4000, treated)) for treated in (True, False))
    )
    assert found.high - found.low < 0.95 * (plain.high - plain.low)
    assert found.sharper > 0.1


def _after(dice: Random, people: int, treated: bool) -> list[float]:
    return [after for _before, after, sent in drawn(dice, people, 0.0) if sent == treated]


def test_nothing_is_claimed_too_early_or_of_too_few() -> None:
    sent, held = campaign(Random(1), people=5000, effect=0.5)
    assert verdict(sent, held, over=False).kind == "too-early"
    assert verdict(side([(0, 100)] * 900), side([(0, 0)] * 49)).kind == "too-few"
    assert verdict(side([(0, 100)] * 900), side([(0, 0)] * 900)).kind == "too-few", (
        "nobody bought on one side"
    )
    assert verdict(side([]), side([])).kind == "too-few"


@given(spent, spent)
def test_the_sums_give_what_the_lists_give(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    """Against the textbook, written out over lists."""
    found = verdict(side(one), side(other))
    if found.kind == "too-few":
        return
    both = [one, other]
    along = sum(
        sum((x - fmean(p[0] for p in some)) * (y - fmean(p[1] for p in some)) for x, y in some)
        for some in both
    )
    spread = sum(sum((x - fmean(p[0] for p in some)) ** 2 for x, _y in some) for some in both)
    theta = along / spread if spread else 0.0
    left, right = ([y - theta * x for x, y in some] for some in both)
    error = (variance(left) / len(left) + variance(right) / len(right)) ** 0.5
    assert found.gain == pytest.approx(fmean(left) - fmean(right), abs=1e-3, rel=1e-6)
    assert (found.low + found.high) / 2 == pytest.approx(found.gain, abs=1e-3, rel=1e-6)
    assert (found.high - found.low) / 2 == pytest.approx(error * 1.98, rel=0.02)


@pytest.mark.parametrize(
    ("freedom", "table"), [(5, 2.5706), (10, 2.2281), (30, 2.0423), (120, 1.9799), (10**9, 1.96)]
)
def test_students_quantile_is_the_tables(freedom: int, table: float) -> None:
    assert student_975(freedom) == pytest.approx(table, abs=3e-3)
