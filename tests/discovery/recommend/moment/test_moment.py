"""What somebody wants next, told from this visit's clicks."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.discovery.recommend.rules import moment
from regulars.discovery.recommend.rules.moment import FEATURES, Moment, Sessions, Settings
from tests.discovery.recommend.moment.worlds import SMALL, chains, flat, goods_of, order

LENGTH = 6


@cache
def of_a_market() -> Moment:
    """Learnt by trees."""
    return moment.fit(Sessions.of(chains(3_000)), replace(SMALL, least_labels=200))


@cache
def of_a_small_shop() -> Moment:
    """Too few visits to learn a ranking from."""
    return moment.fit(Sessions.of(chains(150, chains=5)), SMALL)


@pytest.mark.parametrize(("made", "noise"), [(of_a_market, 180), (of_a_small_shop, 30)])
def test_who_walks_along_a_chain_is_shown_its_next_good_first(made, noise: int) -> None:
    model = made()
    for chain in range(5):
        for step in range(1, LENGTH - 2):
            begun = chain * LENGTH + step
            found = order(moment.rank(model, [begun - 1, begun], 10))
            new = [item for item in found if item not in (begun - 1, begun) and item < noise]
            assert new[0] == begun + 1


def test_a_market_learns_and_a_small_shop_blends() -> None:
    assert of_a_market().learnt
    assert not of_a_small_shop().learnt


def test_the_last_click_counts_at_once() -> None:
    model = of_a_market()
    before, after = order(moment.rank(model, [1, 2], 5)), order(moment.rank(model, [1, 2, 13], 5))
    assert 3 in before
    assert 14 not in before
    assert 14 in after


def test_what_came_lately_counts_more_than_what_came_long_ago() -> None:
    long_ago, lately = [[0, 1]] * 60, [[0, 2]] * 60
    model = moment.fit(Sessions.of(long_ago + lately), SMALL)
    assert next(item for item in order(moment.rank(model, [0], 3)) if item) == 2
    # The same sessions told in another order, but with their times.
    told = Sessions.of(lately + long_ago, [1e6 + k for k in range(60)] + [float(k) for k in range(60)])
    again = moment.fit(told, SMALL)
    assert next(item for item in order(moment.rank(again, [0], 3)) if item) == 2


def test_nothing_known_of_a_visit_shows_what_is_popular() -> None:
    model = of_a_market()
    counted = np.bincount(np.concatenate(chains(3_000)), minlength=goods_of())
    for prefix in ([], [10_000], [-1, 99_999]):
        items, scores = moment.rank(model, prefix, 20)
        assert len(items) == 20
        assert len(set(items.tolist())) == 20
        assert set(np.argsort(-counted)[:3].tolist()) <= set(items[:5].tolist())
        assert (np.diff(scores) <= 0).all()


def test_unknown_goods_in_a_visit_are_passed_over() -> None:
    model = of_a_market()
    plain, mixed = moment.rank(model, [7, 8], 10), moment.rank(model, [70_000, 7, -5, 8, 70_001], 10)
    assert order(plain) == order(mixed)
    np.testing.assert_allclose(plain[1], mixed[1])


def test_a_visit_of_one_click_and_sessions_of_one_click() -> None:
    assert 3 in order(moment.rank(of_a_market(), [2], 5))
    model = moment.fit(Sessions.of([[0], [1], [1], [2]]), SMALL)
    assert order(moment.rank(model, [0], 3))[0] in (0, 1)
    assert set(order(moment.rank(model, [0], 3))) == {0, 1, 2}


def test_no_sessions_at_all() -> None:
    model = moment.fit(Sessions.of([]), SMALL)
    assert order(moment.rank(model, [1, 2], 10)) == []
    known = moment.fit(Sessions.of([]), replace(SMALL, goods=3))
    assert sorted(order(moment.rank(known, [1], 10))) == [0, 1, 2]


def test_what_was_seen_is_not_proposed_where_it_must_not_be() -> None:
    model = moment.fit(Sessions.of(chains(400)), replace(SMALL, again=False, labels="last"))
    for prefix in ([0, 1], [12, 13, 14], [180, 7]):
        assert not set(prefix) & set(order(moment.rank(model, prefix, 50)))
    assert 2 in order(moment.rank(model, [0, 1], 3))


def test_a_choice_among_some() -> None:
    model = of_a_market()
    found = order(moment.rank(model, [1, 2], 10, among=[40, 3, 50, 99_999]))
    assert found[0] == 3
    assert sorted(found) == [3, 40, 50]


def test_many_at_once_are_ranked_as_one_by_one() -> None:
    for model in (of_a_market(), of_a_small_shop()):
        visits = [[1, 2], [], [8], [99_999], [3, 3, 4], [180, 1, 7]]
        items, scores = moment.rank_many(model, Sessions.of(visits), 10)
        for visit, row, worth in zip(visits, items, scores, strict=True):
            alone = moment.rank(model, visit, 10)
            assert row.tolist() == alone[0].tolist()
            np.testing.assert_allclose(worth, alone[1], rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("made", [of_a_market, of_a_small_shop])
def test_a_model_kept_as_files_ranks_the_same(made, tmp_path: Path) -> None:
    model = made()
    for name, values in moment.arrays(model).items():
        np.save(tmp_path / f"{name}.npy", values, allow_pickle=False)
    again = moment.restored({file.stem: np.load(file, mmap_mode="r") for file in tmp_path.glob("*.npy")})
    assert (again.goods, again.learnt, again.again) == (model.goods, model.learnt, model.again)
    for prefix in ([1, 2], [30, 31, 32], [5], []):
        one, other = moment.rank(model, prefix, 20), moment.rank(again, prefix, 20)
        assert order(one) == order(other)
        np.testing.assert_array_equal(one[1], other[1])


def test_the_same_sessions_give_the_same_model() -> None:
    sessions = Sessions.of(chains(2_500, seed=4))
    one, other = (moment.arrays(moment.fit(sessions, replace(SMALL, least_labels=100))) for _ in range(2))
    for name, values in one.items():
        np.testing.assert_array_equal(values, other[name], err_msg=name)


def test_candidates_come_with_their_features() -> None:
    items, told = moment.candidates(of_a_market(), [1, 2, 1])
    assert told.shape == (len(items), len(FEATURES))
    assert (items.dtype, told.dtype) == (np.int32, np.float32)
    assert np.isfinite(told).all()
    assert len(set(items.tolist())) == len(items) <= SMALL.candidates
    row = dict(zip(FEATURES, told[items.tolist().index(1)].tolist(), strict=True))
    assert (row["own.age"], row["own.count"], row["visit.kinds"], row["visit.length"]) == (0, 2, 2, 3)
    after = dict(zip(FEATURES, told[items.tolist().index(3)].tolist(), strict=True))
    assert after["own.count"] == 0
    assert after["follow.quick"] > 0
    assert after["knn.after"] > 0


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 12), max_size=6), max_size=30),
    st.lists(st.integers(-2, 15), max_size=20),
    st.integers(1, 8),
    st.booleans(),
)
def test_any_sessions_and_any_visit_give_distinct_known_goods(
    visits: list[list[int]], prefix: list[int], size: int, again: bool
) -> None:
    model = moment.fit(Sessions.of(visits), replace(SMALL, goods=13, again=again))
    items, scores = moment.rank(model, prefix, size)
    left = 13 if again else 13 - len(set(prefix) & set(range(13)))
    assert len(items) == len(scores) == min(size, left)
    assert len(set(items.tolist())) == len(items)
    assert ((items >= 0) & (items < 13)).all()
    assert (np.diff(scores) <= 0).all()


def test_sessions_keep_what_they_were_made_of() -> None:
    visits = [[1, 2, 3], [], [4], [5, 5]]
    sessions = Sessions.of(visits)
    assert flat(sessions) == visits
    assert flat(sessions.chosen(np.array([3, 0]))) == [[5, 5], [1, 2, 3]]
    assert flat(sessions.heads(np.array([2, 0, 1, 1]))) == [[1, 2], [], [4], [5]]
    assert Settings().again
