"""The chance each good had to stand where it stands, when some places were given by lot."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from regulars.discovery.ranking.rules import Candidate, Placed
from regulars.discovery.recommend.queries.explored import propensities
from regulars.discovery.recommend.rules.exploring import FIRST

SIZE = 8


def laid(drawn_at: tuple[int, ...]) -> list[Placed]:
    """Known goods 1, 2, … in their order with drawn ones (100 + place) at these places."""
    known = iter(range(1, SIZE + 1))
    keys = [100 + place if place in drawn_at else next(known) for place in range(SIZE)]
    return [Placed(Candidate(key, 1.0), place, 1.0) for place, key in enumerate(keys)]


def test_every_known_good_stands_where_it_stands_as_often_as_is_said() -> None:
    every = [laid(places) for places in combinations(range(FIRST, SIZE), 2)]
    often = Counter((one.candidate.key, one.place) for lots in every for one in lots)
    for lots in every:
        lot = {one.candidate.key: 0.25 for one in lots if one.candidate.key > 100}
        for one, said in zip(lots, propensities(lots, lot, SIZE), strict=True):
            key = one.candidate.key
            assert said == pytest.approx(0.25 if key > 100 else often[key, one.place] / len(every))


def test_what_the_rules_moved_keeps_a_chance_that_can_be_reckoned_with() -> None:
    # Both drawn goods were moved before the first place that lots are given for.
    moved = laid((0, 1))
    lot = {100: 0.2, 101: 0.2}
    said = propensities(moved, lot, SIZE)
    assert said[:2] == [0.2, 0.2]
    assert said[3:5] == [0.6, 0.6]
    assert min(said) >= 0.1
