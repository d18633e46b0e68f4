"""The chance that is written down for each place is how often the good stands there, whatever the rules move."""

from __future__ import annotations

from collections import Counter
from math import sqrt
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.discovery.ranking.rules import Candidate, Pin, Rulebook, Window, place
from regulars.discovery.recommend.rules.exploring import FIRST
from regulars.discovery.recommend.rules.lots import EXPLORE, Page, put_in
from tests.depth import examples
from tests.discovery.ranking.breaches import excess

SIZE, SPOT, TURNS = 12, "home.for-you", 2_000
TIGHT = Rulebook(
    windows={"": Window(4, 1, 2, 3)},
    floor=0.25,
    cap=0.5,
    pins=(Pin(3, SPOT, 1), Pin(5, SPOT, 4)),
    stores={2: 1.2},
)
FREE = Rulebook(windows={"": Window(10, 0, 0, 0)}, floor=0.0)


def goods(seed: int, many: int, first: int, small: float) -> list[Candidate]:
    """Goods of eleven stores, four brands, five leaves."""
    dice = Random(seed)
    return [
        Candidate(
            first + at, 1 - at / many, dice.randint(1, 11), dice.randint(1, 4), dice.randint(1, 5), dice.random() < small,
            parts={"taste": 1 - at / many},
        )
        for at in range(many)
    ]  # fmt: skip


def page(seed: int, book: Rulebook, size: int = SIZE) -> tuple[Page, list[tuple[Candidate, float]]]:
    """A list as the rules made it, and a pool of other goods to draw from."""
    found, dice = goods(seed, 40, 1, 0.3), Random(-seed)
    made = place(found, book, size, "", spot=SPOT)
    pool = [(one, dice.uniform(0.1, 2.0)) for one in goods(seed + 1, 25, 100, 0.6)]
    return Page(made, found, size, SPOT, book, frozenset()), pool


@pytest.mark.parametrize(("book", "size"), [(FREE, SIZE), (TIGHT, 30)], ids=["free", "tight"])
def test_everything_stands_where_it_stands_as_often_as_is_said(book: Rulebook, size: int) -> None:
    seen, pool = page(7, book, size)
    often: Counter[tuple[int, int]] = Counter()
    said: dict[tuple[int, int], float] = {}
    for turn in range(TURNS):
        for one in put_in(seen, pool, f"turn {turn}"):
            often[one.candidate.key, one.place] += 1
            assert said.setdefault((one.candidate.key, one.place), one.propensity) == one.propensity
    assert any(key >= 100 for key, _place in often)
    for at, chance in said.items():
        # Six standard errors: of a few hundred pairs none lies outside by chance.
        assert abs(often[at] / TURNS - chance) < 6 * sqrt(chance * (1 - chance) / TURNS) + 1e-9
    for number in range(size):
        # All that was seen there; what is rare may not have been.
        assert 0.98 < sum(chance for (_key, there), chance in said.items() if there == number) < 1 + 1e-9


@given(st.integers(1, 10_000), st.sampled_from((12, 20, 40)))
@settings(max_examples=examples(40))
def test_what_is_put_in_breaks_no_rule_and_moves_no_pin(seed: int, size: int) -> None:
    seen, pool = page(seed, TIGHT, size)
    made = put_in(seen, pool, str(seed))
    assert [one.place for one in made] == list(range(len(made)))
    assert len({one.candidate.key for one in made}) == len(made) == min(size, 40)
    pinned = {one.place: one.candidate.key for one in seen.placed if one.moved_by == "pin"}
    assert {one.place: one.candidate.key for one in made if one.moved_by == "pin"} == pinned
    drawn = [one for one in made if EXPLORE in one.candidate.parts]
    assert all(one.place >= FIRST and one.place > max(pinned, default=0) for one in drawn)
    assert all(0 < one.propensity <= 1 for one in made)
    assert all(one.candidate.score == pytest.approx(sum(one.candidate.parts.values())) for one in made)
    kept = [one.candidate.key for one in made if one not in drawn]
    assert kept == [one.candidate.key for one in seen.placed][: len(kept)]
    small = {one.key for one in (*seen.found, *(one for one, _weight in pool)) if one.sheltered}
    before, after = (
        excess([one.candidate for one in each], seen.limit, small, pinned) for each in (seen.placed, made)
    )
    assert all(new <= old for new, old in zip(after, before, strict=True))


def test_a_list_that_takes_nobody_in_is_as_it_was() -> None:
    seen, _pool = page(3, TIGHT)
    assert [(one.candidate.key, one.propensity) for one in put_in(seen, [], "x")] == [
        (one.candidate.key, 1.0) for one in seen.placed
    ]
