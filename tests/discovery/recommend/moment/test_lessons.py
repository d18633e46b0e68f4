"""What the trees learn from is not known to the sources that they judge."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.discovery.recommend.rules.moment import FEATURES, Sessions, Settings
from regulars.discovery.recommend.rules.moment.fitting import gathered
from regulars.discovery.recommend.rules.moment.labels import lesson
from regulars.discovery.recommend.rules.moment.learning import examples
from tests.discovery.recommend.moment.worlds import SMALL, chains, flat

VISITS = st.lists(st.lists(st.integers(0, 9), max_size=6), min_size=1, max_size=40)


@settings(max_examples=40, deadline=None)
@given(VISITS)
def test_sources_know_only_sessions_before_the_first_label(visits: list[list[int]]) -> None:
    split = lesson(Sessions.of(visits), Settings(label_share=0.3))
    known = flat(split.known)
    assert known == visits[: len(known)]
    later = [list(visit) for visit in visits[len(known) :]]
    for prefix, target in zip(flat(split.prefixes), split.target.tolist(), strict=True):
        assert prefix
        assert any(visit[: len(prefix) + 1] == [*prefix, target] for visit in later)


@settings(max_examples=40, deadline=None)
@given(VISITS)
def test_of_whole_histories_the_last_click_is_unknown_to_the_sources(visits: list[list[int]]) -> None:
    split = lesson(Sessions.of(visits), Settings(labels="last"))
    assert flat(split.known) == [visit[:-1] for visit in visits]
    told = list(zip(flat(split.prefixes), split.target.tolist(), strict=True))
    assert told == [(visit[:-1], visit[-1]) for visit in visits if len(visit) > 1]


def test_a_label_changes_no_feature_of_its_own_example() -> None:
    """The same world twice, but in the second every later session ends on something else."""
    visits = chains(400)
    first = 400 - int(400 * SMALL.label_share)
    other = visits[:first] + [[*visit[:-1], (visit[-1] + 7) % 180] for visit in visits[first:]]
    told = []
    for world in (visits, other):
        split = lesson(Sessions.of(world), SMALL)
        sources = gathered(split.known, 185, SMALL)
        everything = replace(split, target=np.full(len(split.target), 180))
        told.append(np.concatenate(examples(sources, everything, SMALL)[0]))
    np.testing.assert_array_equal(*told)
    assert len(told[0])


def test_examples_mark_the_click_that_came() -> None:
    split = lesson(Sessions.of(chains(600)), SMALL)
    rows, hits, groups = examples(gathered(split.known, 185, SMALL), split, SMALL)
    assert np.concatenate(rows).shape == (groups.sum(), len(FEATURES))
    assert len(hits) == groups.sum()
    ends = np.cumsum(groups)
    assert all(hits[end - many : end].sum() == 1 for end, many in zip(ends, groups, strict=True))


def test_no_more_labels_than_asked_for() -> None:
    many = Sessions.of(chains(500))
    assert len(lesson(many, Settings(most_labels=20)).target) == 20
    assert len(lesson(many, Settings(most_labels=20, labels="last")).target) == 20
