"""What sources say is added up once for each good, and who of the reader's own speaks for it is found for all at once."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.discovery.recommend.queries.reasons import speaking
from regulars.discovery.recommend.rules.neighbours import Neighbours
from regulars.discovery.recommend.rules.shelf import among, gathered
from tests.depth import examples

GOODS = 12
# Quarters add up exactly, in whatever order.
SAID = st.lists(st.tuples(st.integers(0, GOODS - 1), st.integers(1, 8)), max_size=20)


@given(st.lists(SAID, max_size=3), SAID, st.lists(st.integers(0, GOODS - 1), max_size=5), st.integers(1, 15))
@settings(max_examples=examples(40))
def test_what_is_said_of_a_good_adds_up_and_the_greatest_is_one(
    lists: list[list[tuple[int, int]]], other: list[tuple[int, int]], extra: list[int], most: int
) -> None:
    def arrays(said: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
        return np.array([one for one, _ in said], np.int32), np.array([n / 4 for _, n in said], np.float32)

    found = {"taste": [arrays(one) for one in lists], "moment": [arrays(other)]}
    parts = gathered(found, np.array(extra, np.int64), most, {"taste": 1.0})
    every = {*extra, *(item for said in (*lists, other) for item, _ in said)}
    assert len(parts.items) == min(len(every), most)
    assert set(parts.items.tolist()) <= every
    for name, all_said in (("taste", lists), ("moment", [other])):
        whole = {item: sum(n / 4 for said in all_said for one, n in said if one == item) for item in every}
        greatest = max(whole.values(), default=0) or 1
        told = dict(zip(parts.items.tolist(), parts.rows[name].tolist(), strict=True))
        assert all(told[item] == np.float32(whole[item]) / np.float32(greatest) for item in told)


@given(st.lists(st.integers(-5, 20), max_size=20), st.lists(st.integers(-5, 20), max_size=8))
@settings(max_examples=examples(25))
def test_a_key_is_among_those_it_is_among(keys: list[int], wanted: list[int]) -> None:
    assert among(np.array(keys, np.int64), wanted).tolist() == [key in wanted for key in keys]


@given(
    st.lists(st.dictionaries(st.integers(0, GOODS - 1), st.integers(1, 3), max_size=5), min_size=GOODS, max_size=GOODS),
    st.lists(st.integers(0, GOODS - 1), max_size=4, unique=True),
    st.lists(st.integers(0, GOODS - 1), max_size=5, unique=True),
)  # fmt: skip
@settings(max_examples=examples(40))
def test_the_nearest_of_ones_own_speaks_the_first_of_equals(
    beside: list[dict[int, int]], own: list[int], asked: list[int]
) -> None:
    table = Neighbours(
        np.cumsum([0, *map(len, beside)]),
        np.array([item for row in beside for item in row], np.int32),
        np.array([near for row in beside for near in row.values()], np.float32),
    )
    wanted = {}
    for other in asked:
        nearness = [table.near(item, other) for item in own]
        if max(nearness, default=0) > 0:
            wanted[other] = own[nearness.index(max(nearness))]
    assert speaking(table, own, asked) == wanted
