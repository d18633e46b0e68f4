"""Taste: small ridge regressions, the same as a dense solver makes, kept up to date, better than popularity."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.stats import binom

from regulars.discovery.recommend.rules.taste import TasteSettings, best, choose_settings, fit, scores
from regulars.discovery.recommend.rules.taste.counts import counted
from regulars.discovery.recommend.rules.taste.groups import groups
from regulars.discovery.recommend.rules.taste.near import near
from regulars.discovery.recommend.rules.taste.solving import solution
from regulars.discovery.recommend.rules.taste.trial import gains_of, trial

SMALL = TasteSettings(neighbours=6, ridge=2.0, ridge_power=0.4, person_power=0.5, neighbour_power=0.4)


def holdings(seed: int, people: int = 60, items: int = 25, share: float = 0.15) -> Any:
    """Who has what, at random, some things more often than others."""
    dice = np.random.default_rng(seed)
    wanted = dice.random((people, items)) < share * 2 * dice.random(items)
    return sparse.csr_matrix(wanted.astype(np.float32) * dice.integers(1, 4, (people, items)))


def tastes(seed: int, people: int = 400, items: int = 120, kinds: int = 6) -> tuple[Any, Any]:
    """People who each like one kind of thing; a matrix of most of what they have, and one of the rest."""
    dice = np.random.default_rng(seed)
    kind = dice.integers(0, kinds, people)
    likes = np.where(np.arange(items)[None, :] % kinds == kind[:, None], 0.3, 0.02)
    likes = likes * np.linspace(1.5, 0.5, items)
    has = dice.random((people, items)) < likes
    later = has & (dice.random(has.shape) < 0.25)
    return sparse.csr_matrix((has & ~later).astype(np.float32)), sparse.csr_matrix(later.astype(np.float32))


def dense_column(matrix: Any, item: int, hood: Any, how: TasteSettings) -> Any:
    """One column by the formula, in doubles."""
    full = matrix.toarray().astype(float)
    sums = full.sum(axis=1, keepdims=True)
    full *= np.where(sums > 0, np.maximum(sums, 1e-9) ** (-how.person_power / 2), 0)
    g = full.T @ full
    normal = g[np.ix_(hood, hood)] + how.ridge * np.diag(np.diag(g)[hood] ** how.ridge_power)
    return np.linalg.solve(normal, g[hood, item])


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), most=st.integers(1, 30), power=st.sampled_from([0.0, 0.4, 1.0]))
def test_columns_are_those_of_a_dense_solver(seed: int, most: int, power: float) -> None:
    matrix = holdings(seed)
    how = replace(SMALL, neighbours=most, ridge_power=power)
    made = fit(matrix, how).tocsc()
    counts = counted(matrix, how.person_power)
    together = (matrix.toarray() > 0).astype(int)
    together = together.T @ together
    for item in range(matrix.shape[1]):
        column = made[:, item]
        column.sort_indices()
        hood = column.indices
        assert item not in hood
        sharing = np.flatnonzero(together[item])
        assert len(hood) == min(most, len(sharing[sharing != item]))
        if len(hood):
            np.testing.assert_allclose(
                column.data, dense_column(matrix, item, hood, how), rtol=2e-3, atol=2e-4
            )
    assert counts.own.shape == (matrix.shape[1],)


def test_neighbours_have_the_greatest_count_with_popular_ones_held_back() -> None:
    matrix = holdings(3)
    counts = counted(matrix, 0.25)
    hoods = near(counts, np.arange(matrix.shape[1]), 4, 0.5)
    g = (counts.items @ counts.people).toarray() * np.maximum(counts.popularity, 1)[None, :] ** -0.5
    np.fill_diagonal(g, 0)
    for item, hood in enumerate(hoods):
        kept = hood[hood >= 0]
        others = np.setdiff1d(np.arange(len(g)), kept)
        assert g[item, kept].min(initial=np.inf) >= g[item, others].max() - 1e-6


def test_the_same_matrix_makes_the_same_taste_whatever_memory_it_may_use() -> None:
    matrix = holdings(5, people=200, items=80)
    one, two = (fit(matrix, replace(SMALL, block_mb=mb)) for mb in (1, 64))
    again = fit(matrix.copy(), replace(SMALL, block_mb=64))
    for other in (two, again):
        assert (one.indptr == other.indptr).all()
        assert (one.indices == other.indices).all()
        assert (one.data == other.data).all()


def test_progress_is_told_up_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    fit(holdings(1), SMALL, lambda done, of: told.append((done, of)))
    assert told[-1][0] == told[-1][1]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_a_persons_scores_are_his_row_times_taste(seed: int) -> None:
    matrix = holdings(seed)
    taste = fit(matrix, SMALL)
    row = matrix[int(np.argmax(np.diff(matrix.indptr)))]
    items, said = scores(taste, row.indices, row.data)
    whole = (row @ taste).toarray().ravel()
    np.testing.assert_allclose(said, whole[items], rtol=1e-4, atol=1e-6)
    assert set(np.flatnonzero(np.abs(whole) > 1e-5)) <= set(items.tolist())
    first, values = best(taste, row.indices, row.data, 5)
    assert not set(first) & set(row.indices)
    assert (np.diff(values) <= 0).all()
    assert (values > 0).all()
    others = np.setdiff1d(items, np.concatenate([row.indices, first]))
    bound = whole[first].min() if len(first) == 5 else 0.0
    assert whole[others].max(initial=bound) <= bound + 1e-4


def test_somebody_with_nothing_gets_nothing() -> None:
    taste = fit(holdings(1), SMALL)
    items, said = scores(taste, np.zeros(0, dtype=int), np.zeros(0))
    assert len(items) == len(said) == 0
    assert len(best(taste, np.zeros(0, dtype=int), np.zeros(0), 5)[0]) == 0


def test_items_and_people_without_anything_do_no_harm() -> None:
    matrix = sparse.csr_matrix((5, 4), dtype=np.float32)
    assert fit(matrix, SMALL).nnz == 0
    assert choose_settings(matrix) == TasteSettings()


def test_a_matrix_too_flat_for_singles_is_solved_all_the_same() -> None:
    normal = np.ones((3, 3), dtype=np.float32)
    found = solution(normal.copy(), np.ones(3, dtype=np.float32))
    np.testing.assert_allclose(found, 1 / 3, rtol=1e-5)


def test_groups_hold_every_row_once_with_all_it_needs() -> None:
    dice = np.random.default_rng(1)
    targets = np.sort(dice.choice(300, 120, replace=False))
    hoods = np.sort(dice.integers(0, 300, (120, 8)), axis=1).astype(np.int32)
    seen: list[int] = []
    for rows, union in groups(hoods, targets, 300, 60):
        assert len(union) <= 60
        assert set(hoods[rows].ravel()) | set(targets[rows]) <= set(union.tolist())
        seen += rows.tolist()
    assert sorted(seen) == list(range(120))


def test_places_in_a_sample_are_worth_what_they_are_among_all() -> None:
    whole = gains_of(1.0)
    assert whole[0, :20] == pytest.approx(np.ones(20))
    assert whole[1, :20] == pytest.approx(1 / np.log2(np.arange(20) + 2))
    share, places = 0.2, np.arange(600)
    spread = binom.pmf(np.arange(21)[None, :], places[:, None], share)
    told = spread @ gains_of(share).T
    assert told.sum(axis=0) == pytest.approx(whole.sum(axis=1))
    assert (np.diff(told[:, 0]) <= 1e-12).all()


def test_setting_aside_leaves_everybody_something_and_repeats() -> None:
    matrix = holdings(2)
    one, two = trial(matrix, seed=4), trial(matrix, seed=4)
    assert (one.kept != two.kept).nnz == 0
    assert (np.diff(one.kept.indptr) > 0).sum() == (np.diff(matrix.indptr) > 0).sum()
    assert (matrix - one.kept).nnz == matrix.nnz - one.kept.nnz > 0


def test_taste_beats_popularity_where_people_like_different_things() -> None:
    matrix, later = tastes(7)
    taste = fit(matrix, choose_settings(matrix, neighbours=40))
    popular = np.argsort(-np.asarray(matrix.sum(axis=0)).ravel(), kind="stable")
    found = guessed = 0
    for person in range(matrix.shape[0]):
        own, wanted = matrix[person].indices, set(later[person].indices.tolist())
        found += len(wanted & set(best(taste, own, np.ones(len(own)), 10)[0].tolist()))
        guessed += len(wanted & set(popular[~np.isin(popular, own)][:10].tolist()))
    assert found > 2 * guessed
