"""Cold starts: nothing known is the market's, much known is one's own, and trying out is known by its chances."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from regulars.discovery.recommend.rules.cold import (
    Popularity,
    Product,
    Rates,
    attributes,
    chances,
    draw,
    learn_goods,
    rates,
    strength,
)
from regulars.discovery.recommend.rules.cold.exploring import prior
from regulars.discovery.recommend.rules.vectors import item_vectors, nearest

MARKET = np.array([50.0, 30.0, 15.0, 5.0, 0.0])


def test_of_an_unknown_group_the_markets_popularity_is_told() -> None:
    known = Popularity.of(MARKET, {"hour": {21: np.array([5.0, 5.0, 0, 0, 0])}})
    np.testing.assert_allclose(known.wanted({}), MARKET / 100)
    np.testing.assert_allclose(known.wanted({"hour": 3, "entry": "qr"}), MARKET / 100)


def test_a_group_without_events_is_the_market_and_one_with_many_is_itself() -> None:
    dice = np.random.default_rng(1)
    market = dice.dirichlet(np.ones(30) * 5)
    groups = {n: dice.multinomial(4_000, dice.dirichlet(market * 40)).astype(float) for n in range(12)}
    known = Popularity.of(sum(groups.values()), {"cohort": groups | {"none": np.zeros(30)}})
    np.testing.assert_allclose(known.shares("cohort", "none"), known.market)
    own = groups[3] / groups[3].sum()
    assert np.abs(known.shares("cohort", 3) - own).max() < 0.01
    few = Popularity(known.market, {"cohort": {"few": np.eye(30)[0] * 2}}, known.strengths)
    assert 0 < few.shares("cohort", "few")[0] - known.market[0] < 0.1


def test_the_strength_of_the_market_is_found_from_how_groups_differ() -> None:
    dice = np.random.default_rng(2)
    market = dice.dirichlet(np.ones(40) * 3)
    for true in (10.0, 100.0):
        groups = np.array([dice.multinomial(500, dice.dirichlet(market * true)) for _ in range(60)])
        assert strength(groups.astype(float), market) == pytest.approx(true, rel=0.35)
    alike = np.array([dice.multinomial(500, market) for _ in range(60)])
    assert strength(alike.astype(float), market) > 2_000


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_shares_for_somebody_sum_to_one_and_nothing_sells_that_never_sold(seed: int) -> None:
    dice = np.random.default_rng(seed)
    groups = {"a": dice.multinomial(20, MARKET / 100).astype(float), "b": np.zeros(5)}
    known = Popularity.of(MARKET, {"entry": groups, "hour": groups})
    wanted = known.wanted({"entry": "a", "hour": "b"})
    assert wanted.sum() == pytest.approx(1)
    assert wanted[4] == 0
    assert (wanted >= 0).all()


def test_rates_of_new_things_are_the_markets_and_shown_ones_their_own() -> None:
    dice = np.random.default_rng(3)
    true = dice.beta(4, 36, 400)
    shown = dice.integers(50, 400, 400)
    taken = dice.binomial(shown, true)
    a, b = prior(taken, shown)
    assert a / (a + b) == pytest.approx(0.1, rel=0.1)
    assert a + b == pytest.approx(40, rel=0.5)
    known = rates(np.append(taken, [0, 300]), np.append(shown, [0, 1_000]))
    assert known.mean[-2] == pytest.approx(0.1, rel=0.15)
    assert known.mean[-1] == pytest.approx(0.3, rel=0.1)
    assert rates(np.zeros(3), np.zeros(3)).mean == pytest.approx([0.5] * 3)


def test_the_chance_of_a_choice_is_how_often_it_is_drawn() -> None:
    known = Rates(np.array([2.0, 5.0, 30.0, 1.0]), np.array([20.0, 40.0, 300.0, 9.0]))
    told = chances(known)
    assert told.sum() == pytest.approx(1)
    drawn = np.bincount([int(np.argmax(draw(known, seed))) for seed in range(6_000)], minlength=4) / 6_000
    assert told == pytest.approx(drawn, abs=0.03)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(0.5, 500), st.floats(0.5, 5_000)), min_size=1, max_size=8))
def test_chances_sum_to_one_and_equal_things_have_equal_ones(pairs: list[tuple[float, float]]) -> None:
    a, b = (np.array([pair[side] for pair in pairs + pairs]) for side in (0, 1))
    told = chances(Rates(a, b))
    assert told.sum() == pytest.approx(1)
    assert (told >= 0).all()
    assert told[: len(pairs)] == pytest.approx(told[len(pairs) :], abs=0.02)


def market_of_kinds(seed: int = 5) -> tuple[sparse.csr_matrix, list[Product]]:
    """People who like one of three kinds, and products that say of which kind they are."""
    dice = np.random.default_rng(seed)
    kinds, names = np.arange(90) % 3, ("tea", "wool", "lamps")
    likes = dice.integers(0, 3, 300)
    has = dice.random((300, 90)) < np.where(kinds[None, :] == likes[:, None], 0.25, 0.01)
    goods = [
        Product(
            (names[kind], f"{names[kind]} {n % 5}"), f"brand {n % 7}", 500 + 90 * n, (names[kind], f"w{n}")
        )
        for n, kind in enumerate(kinds)
    ]
    return sparse.csr_matrix(has.astype(np.float32)), goods


def test_vectors_of_items_that_the_same_people_want_are_near() -> None:
    matrix, _goods = market_of_kinds()
    vectors = item_vectors(matrix, 8)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(90), rel=1e-4)
    found, cosines = nearest(vectors, vectors[4], 15, without=4)
    assert 4 not in found
    assert (np.diff(cosines) <= 0).all()
    assert (found % 3 == 1).mean() > 0.9
    assert (vectors == item_vectors(matrix, 8)).all()


def test_vectors_are_the_spectrum_of_the_normalised_counts() -> None:
    matrix, _goods = market_of_kinds()
    full = matrix.toarray().astype(float)
    full /= np.sqrt(full.sum(axis=1, keepdims=True) + 1e-12) * np.sqrt(full.sum(axis=0, keepdims=True))
    _left, values, right = np.linalg.svd(full, full_matrices=False)
    true = (right[:3] * values[:3, None]).T
    true /= np.linalg.norm(true, axis=1, keepdims=True)
    made = item_vectors(matrix, 3)
    np.testing.assert_allclose(made @ made.T, true @ true.T, atol=1e-2)


def test_vectors_of_little_data_have_the_size_asked_for() -> None:
    few = sparse.csr_matrix(np.array([[1, 1, 0], [0, 1, 0]], dtype=np.float32))
    vectors = item_vectors(few, 16)
    assert vectors.shape == (3, 16)
    assert not vectors[2].any()
    assert not item_vectors(sparse.csr_matrix((4, 3), dtype=np.float32), 2).any()


def test_a_new_product_stands_among_those_it_resembles() -> None:
    matrix, goods = market_of_kinds()
    vectors = item_vectors(matrix, 8)
    known = attributes(goods)
    learnt = learn_goods(known, vectors, np.asarray(matrix.sum(axis=0)).ravel())
    new = attributes([Product(("wool", "wool 2"), "brand 3", 2_000, ("wool", "soft")), Product()])
    near_it, anywhere = learnt.neighbours(new, vectors, 12)
    assert (near_it[0] % 3 == 1).all()
    assert len(anywhere[0]) == 12
    assert attributes([goods[0]]).toarray() == pytest.approx(known[0].toarray())
    assert sparse.linalg.norm(known[3]) == pytest.approx(1, abs=0.4)
