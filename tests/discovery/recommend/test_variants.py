"""Which variant a reader sees: chances that are chances, and in a simulated market the better one per kind of person."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.discovery.recommend.rules.variants import (
    EVEN,
    LEAST,
    Shown,
    chances,
    drawn,
    foretold,
    learn,
)

KINDS = ("stage.new", "stage.regular")
# What a click rate is, by kind of person: what newcomers like regulars do not.
TRUTH = {
    "": {"stage.new": 0.10, "stage.regular": 0.10},
    "var_a": {"stage.new": 0.25, "stage.regular": 0.05},
    "var_b": {"stage.new": 0.05, "stage.regular": 0.25},
}

features = st.dictionaries(st.sampled_from([*KINDS, "group.x"]), st.floats(0, 1), max_size=3)
showings = st.lists(
    st.builds(Shown, st.sampled_from(["", "var_a", "var_b"]), features, st.sampled_from([0.0, 0.2, 1.0])),
    max_size=120,
)


@settings(max_examples=40, deadline=None)
@given(showings, features, st.integers(1, 5))
def test_chances_sum_to_one_and_nobody_is_shut_out(
    rows: list[Shown], reader: dict[str, float], many: int
) -> None:
    variants = ["", "var_a", "var_b", "var_new", "var_newer"][:many]
    found = chances(learn(rows), variants, reader)
    assert sum(found) == pytest.approx(1)
    assert min(found) >= EVEN / many - 1e-12


@settings(max_examples=25, deadline=None)
@given(showings, st.randoms())
def test_what_is_learnt_does_not_depend_on_the_order(rows: list[Shown], dice: random.Random) -> None:
    turned = list(rows)
    dice.shuffle(turned)
    one, two = learn(rows), learn(turned)
    assert (one is None) == (two is None)
    if one and two:
        for name in TRUTH:
            assert foretold(one, name, {}) == pytest.approx(foretold(two, name, {}))


def test_with_little_data_all_are_shown_alike() -> None:
    few = [Shown("var_a", {}, 1.0)] * (LEAST - 1)
    assert learn(few) is None
    assert chances(learn(few), ["", "var_a"], {}) == [0.5, 0.5]
    assert learn([Shown("var_a", {}, 0.0)] * 500) is None, "nothing came of any of them"


def test_the_chance_is_the_share_of_draws() -> None:
    found = [drawn([0.7, 0.2, 0.1], f"reader {number}") for number in range(4_000)]
    assert [found.count(one) / 4_000 for one in range(3)] == pytest.approx([0.7, 0.2, 0.1], abs=0.03)
    assert drawn([0.5, 0.5], "alice") == drawn([0.5, 0.5], "alice")


def test_a_new_variant_gets_its_chance() -> None:
    rows = [Shown("", {}, float(number % 10 == 0)) for number in range(2_000)]
    assert chances(learn(rows), ["", "var_new"], {})[1] > 0.3


def _market(days: int, readers: int, *, learning: bool) -> tuple[float, list[list[float]]]:
    """(clicks missed against always showing each the best, the chances of each variant in the end by kind)."""
    dice, rows, missed = random.Random(11), list[Shown](), 0.0
    variants, known = list(TRUTH), None
    for _day in range(days):
        for _reader in range(readers):
            kind = dice.choice(KINDS)
            chance = chances(known, variants, {kind: 1.0})
            name = variants[dice.choices(range(3), weights=chance)[0]]
            missed += max(one[kind] for one in TRUTH.values()) - TRUTH[name][kind]
            rows.append(Shown(name, {kind: 1.0}, float(dice.random() < TRUTH[name][kind])))
        known = learn(rows) if learning else None
    return missed, [chances(known, variants, {kind: 1.0}) for kind in KINDS]


def test_a_simulated_market_finds_the_better_variant_of_each_kind_of_person() -> None:
    missed, (newcomers, regulars) = _market(12, 300, learning=True)
    alike, _even = _market(12, 300, learning=False)
    assert newcomers[1] > 0.85, newcomers
    assert regulars[2] > 0.85, regulars
    assert missed < alike / 2, f"{missed:.0f} clicks missed, {alike:.0f} by showing all alike"
