"""What may be put into a list, against the rule itself: put it there and count."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.discovery.ranking.rules import Candidate, Gaps, Limits
from tests.depth import examples

GOODS = st.builds(
    lambda store, brand, leaf: Candidate(1, 1.0, store, brand, leaf),
    st.integers(0, 4), st.sampled_from((None, 1, 2)), st.sampled_from((None, 1, 2, 3)),
)  # fmt: skip
LIMITS = st.builds(
    lambda width, most, cap: Limits(width, *most, cap, 0),
    st.integers(2, 8), st.tuples(*[st.integers(0, 3)] * 3), st.integers(1, 12),
)  # fmt: skip


def groups(one: Candidate) -> tuple[int | None, ...]:
    return one.store or None, one.brand, one.leaf


def keeps(ordered: list[Candidate], one: Candidate, gap: int, limit: Limits) -> bool:
    """Whether no window that holds the new one holds too many of its kinds, nor the list too many of its store."""
    made = [*ordered[:gap], one, *ordered[gap:]]
    for which, most in enumerate(limit.groups):
        value = groups(one)[which]
        for begin in range(max(0, gap - limit.width + 1), gap + 1) if most and value is not None else ():
            if sum(groups(each)[which] == value for each in made[begin : begin + limit.width]) > most:
                return False
    capped = one.store and limit.cap < len(ordered)
    return not capped or sum(each.store == one.store for each in ordered) < limit.cap


@given(st.lists(GOODS, max_size=16), GOODS, LIMITS, st.integers(0, 12), st.integers(1, 5))
@settings(max_examples=examples(200))
def test_what_fits_breaks_no_window_and_no_cap_anywhere_in_the_gaps(
    ordered: list[Candidate], one: Candidate, limit: Limits, begin: int, many: int
) -> None:
    gaps = range(min(begin, len(ordered)), min(begin + many, len(ordered) + 1))
    wanted = all(keeps(ordered, one, gap, limit) for gap in gaps)
    assert Gaps(ordered, limit).fits(one, gaps) is wanted
