"""What goes with what: never where it would tell of a few people."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.discovery.recommend.rules.together import bought_together

HAD = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 5)), max_size=40)


@settings(max_examples=50, deadline=None)
@given(HAD, st.integers(1, 4))
def test_every_pair_rests_on_enough_people(had: set[tuple[int, int]], least: int) -> None:
    who, item = (np.array([pair[at] for pair in sorted(had)], int) for at in (0, 1))
    found = bought_together(who, item, 6, least=least)
    told = {(one, int(other)) for one in range(6) for other in found.row(one)[0]}
    people = {good: {person for person, thing in had if thing == good} for good in range(6)}
    enough = {
        (one, other)
        for one in range(6)
        for other in range(6)
        if one != other and len(people[one] & people[other]) >= least
    }
    assert told == enough
