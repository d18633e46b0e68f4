"""A single visit is told to the last bit what it would be told among many."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.discovery.recommend.rules import moment
from regulars.discovery.recommend.rules.moment import Moment, Sessions
from regulars.discovery.recommend.rules.moment.arrays import greatest, ordered
from regulars.discovery.recommend.rules.moment.clicks import Clicks
from regulars.discovery.recommend.rules.moment.features import features
from regulars.discovery.recommend.rules.moment.pool import pool
from tests.depth import examples
from tests.discovery.recommend.moment.worlds import SMALL, chains, goods_of

GOODS = goods_of()
# Known goods, and some that no model knows.
PREFIXES = st.lists(
    st.one_of(st.integers(0, GOODS - 1), st.sampled_from((-3, GOODS + 1, 99_999))), max_size=50
)


@cache
def learnt() -> Moment:
    return moment.fit(Sessions.of(chains(600)), replace(SMALL, goods=GOODS, least_labels=1_000_000))


@pytest.mark.parametrize(
    "change",
    [{}, {"again": False}, {"window": 3}, {"most": 10_000}, {"most": 1}],
    ids=["plain", "nothing again", "short window", "all", "one"],
)
@given(prefix=PREFIXES)
@settings(max_examples=examples(25))
def test_one_visit_is_told_what_it_is_told_among_many(change: dict[str, int], prefix: list[int]) -> None:
    model = replace(learnt(), **change)  # type: ignore[arg-type]
    clicks = Clicks.of(Sessions.of([prefix]), model.window, model.goods)
    found = pool(model.sources, clicks, again=model.again, most=model.most)
    items, told = moment.candidates(model, prefix)
    assert items.tolist() == found.item.tolist()
    assert told.dtype == np.float32
    assert np.array_equal(told, features(model.sources, clicks, found))


@given(st.lists(st.integers(0, 30), max_size=60))
@settings(max_examples=examples(25))
def test_numbers_are_sorted_with_their_places_equals_in_order(numbers: list[int]) -> None:
    told, order, fresh = ordered(np.array(numbers, np.int32))
    wanted = sorted(range(len(numbers)), key=lambda at: (numbers[at], at))
    assert order.tolist() == wanted
    assert told.tolist() == sorted(numbers)
    assert told[fresh].tolist() == sorted(set(numbers))


@given(st.lists(st.sampled_from((0.0, 0.1, 0.1 + 1e-16, 0.5, 2.0)), max_size=40), st.integers(1, 45))
@settings(max_examples=examples(25))
def test_the_greatest_are_the_first_of_a_stable_order(values: list[float], most: int) -> None:
    found = greatest(np.array(values), most)
    assert found.tolist() == sorted(np.argsort(-np.array(values), kind="stable")[:most].tolist())
