"""What is shown of cohorts: never few people, and nothing from which few people could be worked out."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.oversight.insights.rules.counts import (
    ANY,
    BOUGHT,
    CAME,
    LOOKED,
    UNKNOWN,
    Cell,
    Spread,
    wide_enough,
)
from regulars.oversight.insights.rules.hiding import FLOOR, STORES, published, rounded, shown
from tests.depth import examples

CAME_ALL, BOUGHT_ALL = (CAME, ANY), (BOUGHT, ANY)
DECADES = (UNKNOWN, 1970, 1980, 1990, 2000)
TOPICS = ("cups", "pots", "wool")


@st.composite
def counts(draw: st.DrawFn) -> dict[Cell, int]:
    """Numbers that people could have made: parts are no larger than what they are parts of."""
    found: dict[Cell, int] = {}
    for decade in DECADES:
        came = draw(st.integers(0, 120))
        bought = draw(st.integers(0, came))
        found |= {(CAME_ALL, decade): came, (BOUGHT_ALL, decade): bought}
        for what, most in ((BOUGHT, bought), (LOOKED, came)):
            found |= {((what, topic), decade): draw(st.integers(0, most)) for topic in TOPICS}
    return {cell: many for cell, many in found.items() if many}


@given(counts())
@settings(max_examples=examples(50))
def test_no_cell_under_the_floor_and_nobody_unknown(numbers: dict[Cell, int]) -> None:
    seen = shown(numbers)
    assert all(numbers[cell] >= FLOOR and cell[1] != UNKNOWN for cell in seen)
    assert all((CAME_ALL, decade) in seen for _key, decade in seen)


@given(counts())
@settings(max_examples=examples(50))
def test_what_is_hidden_across_the_decades_is_a_crowd(numbers: dict[Cell, int]) -> None:
    """Somebody who knows the total of a line learns of the hidden decades only how many they are together."""
    seen = shown(numbers)
    people = {decade for key, decade in numbers if key == CAME_ALL}
    for key in {key for key, _decade in seen}:
        hidden = [numbers.get((key, decade), 0) for decade in people if (key, decade) not in seen]
        assert not hidden or sum(hidden) >= FLOOR


@given(counts())
@settings(max_examples=examples(50))
def test_what_is_left_below_a_total_is_nobody_or_a_crowd(numbers: dict[Cell, int]) -> None:
    """Somebody who subtracts the categories shown from the total shown never finds a few people in the others."""
    seen = shown(numbers)
    for what, total in ((BOUGHT, BOUGHT_ALL), (LOOKED, CAME_ALL)):
        for decade in {decade for _key, decade in seen if (total, decade) in seen}:
            parts = [cell for cell in numbers if cell[0][0] == what and cell[0][1] and cell[1] == decade]
            told = [numbers[cell] for cell in parts if cell in seen]
            left = numbers[total, decade] - sum(told)
            assert not told or len(told) == len(parts) or left <= 0 or left >= FLOOR


@given(counts(), st.data())
@settings(max_examples=examples(50))
def test_one_person_more_moves_no_number_by_one(numbers: dict[Cell, int], data: st.DataObject) -> None:
    """Numbers are told in steps, so a single person is seen at most as a whole step, and mostly not at all."""
    assert all(many % 5 == 0 and many >= FLOOR for many in published(numbers).values())
    many = data.draw(st.integers(20, 5000))
    assert abs(rounded(many) - many) <= 2


def test_a_single_small_decade_takes_another_with_it() -> None:
    """Everybody said the decade: from the total and three decades the fourth would follow."""
    numbers = {(CAME_ALL, decade): many for decade, many in ((1970, 5), (1980, 40), (1990, 60), (2000, 30))}
    assert shown(numbers) == {(CAME_ALL, 1980), (CAME_ALL, 1990)}
    crowd = numbers | {(CAME_ALL, UNKNOWN): 15}
    assert shown(crowd) == {(CAME_ALL, 1980), (CAME_ALL, 1990), (CAME_ALL, 2000)}


def test_the_market_needs_three_stores_and_people_beside_the_largest() -> None:
    """A market cell that is mostly one competitor would tell that competitor's numbers."""
    cell = (BOUGHT_ALL, 1990)

    def fits(**stores: int) -> bool:
        spread = Spread(sum(stores.values()), {name: (many, many) for name, many in stores.items()})
        return wide_enough({cell: spread}, "mine", FLOOR, STORES)(cell)

    assert fits(a=20, b=20, c=20)
    assert not fits(a=30, b=30)
    assert not fits(a=90, b=10, c=9)
    assert fits(mine=500, a=90, b=10, c=10)
    assert not fits(mine=500, a=30, b=30)
