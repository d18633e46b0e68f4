"""The rules of placing keep what they promise, whatever the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import ceil, isclose, prod
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.discovery.ranking.rules import Candidate, Pin, Rulebook, Window, limits, place, placing
from tests.depth import examples
from tests.discovery.ranking.breaches import excess
from tests.discovery.ranking.lists import drawn, least_excess, planted

seeds = st.integers(0, 1 << 30)
NO_FLOOR = Rulebook(floor=0.0)


def book_of(random: Random) -> Rulebook:
    width = random.randint(2, 4)
    window = Window(width, *(random.choice([0, 1, 1, 2]) for _ in range(3)))
    return Rulebook(
        windows={"": window}, floor=random.choice([0, 0.1, 0.34, 0.5]), cap=random.choice([1, 0.5, 0.34])
    )


@settings(max_examples=examples(60), deadline=None)
@given(seeds)
def test_no_other_order_is_closer_to_the_rules(seed: int) -> None:
    """Every order of a short list is tried: ours keeps all rules where one does, and else gives as little as the best."""
    random = Random(seed)
    candidates = drawn(random, random.randint(1, 6), stores=3, brands=2, leaves=3)
    book, size = book_of(random), random.randint(1, len(candidates))
    sheltered = {one.key for one in candidates if one.sheltered}
    placed = place(candidates, book, size, "seed")
    ours = sum(excess([one.candidate for one in placed], limits(book, "", size, len(sheltered)), sheltered))
    least = least_excess(candidates, book, size)
    assert ours == least
    assert any(one.breaks for one in placed) == (least > 0)
    assert len({one.candidate.key for one in placed}) == size


def test_a_hidden_order_is_found() -> None:
    """Ten thousand places in lists of which an order keeps all rules: tempting scores do not lead into a corner."""
    random, places = Random(20261122), 0
    while places < 10_000:
        size = random.randint(5, 25)
        found = planted(random, size)
        if found is None:
            continue
        candidates, book = found
        placed = place(candidates, book, size, "seed")
        broken = excess([one.candidate for one in placed], limits(book, "", size, 0), set())
        assert not any(broken), (size, book.windows, broken)
        places += size


@settings(max_examples=examples(40), deadline=None)
@given(seeds)
def test_the_score_is_the_sum_of_its_parts_times_the_published_factors(seed: int) -> None:
    random = Random(seed)
    candidates = [
        replace(one, parts=parts, score=sum(parts.values()))
        for one in drawn(random, 30, stores=8, brands=8, leaves=9)
        for parts in [{"taste": random.random(), "moment": random.random(), "words": random.random()}]
    ]
    book = Rulebook(
        stores={key: random.uniform(0.8, 1.25) for key in (1, 2, 3)},
        brands={key: random.uniform(0.8, 1.25) for key in (2, 4)},
    )
    for one in place(candidates, book, 12, "seed"):
        base = sum(one.candidate.parts.values())
        assert isclose(one.final, base * prod(factor.times for factor in one.factors), rel_tol=1e-12)
        named = {factor.rule for factor in one.factors}
        assert ("weight.store" in named) == (one.candidate.store in book.stores)
        assert ("weight.brand" in named) == (one.candidate.brand in book.brands)


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_the_same_seed_gives_the_same_places_however_the_candidates_come(seed: int) -> None:
    random = Random(seed)
    candidates = drawn(random, 40, stores=12, brands=12, leaves=12)
    first = place(candidates, Rulebook(), 15, str(seed))
    random.shuffle(candidates)
    again = place(candidates, Rulebook(), 15, str(seed))
    assert [one.candidate.key for one in again] == [one.candidate.key for one in first]


def test_a_weight_moves_a_good_up_and_says_so() -> None:
    goods = [Candidate(1, 1.0, 1), Candidate(2, 0.9, 2)]
    plain, weighted = place(goods, NO_FLOOR, 2), place(goods, replace(NO_FLOOR, stores={2: 1.2}), 2)
    assert [one.candidate.key for one in plain] == [1, 2]
    assert [one.candidate.key for one in weighted] == [2, 1]
    assert weighted[0].factors[0].rule == "weight.store"


def test_a_store_with_everything_best_gets_two_of_ten_and_the_rest_waits() -> None:
    goods = [Candidate(key, 100 - key, 1) for key in range(1, 21)]
    goods += [Candidate(100 + key, 1.0, 2 + key) for key in range(30)]
    placed = place(goods, NO_FLOOR, 20, "x")
    assert [one.place for one in placed if one.candidate.store == 1] == [0, 1, 10, 11]
    assert placed[10].moved_by == "window.store"
    assert placed[2].moved_by == ""


def test_a_tenth_of_the_places_is_for_the_sheltered() -> None:
    goods = [Candidate(key, 1000 - key, key) for key in range(1, 101)]
    small = {90, 91, 92, 93, 94, 95}
    placed = place(goods, Rulebook(), 30, "x", shelter=small)
    given_places = [one.place for one in placed if one.candidate.store in small]
    assert given_places == [9, 19, 29]
    assert {placed[at].moved_by for at in given_places} == {"floor"}
    assert sum(
        one.candidate.store in small for one in place(goods, Rulebook(), 25, "x", shelter=small)
    ) == ceil(2.5)


def test_no_store_passes_its_cap() -> None:
    goods = [Candidate(key, 100 - key, 1 + key % 3) for key in range(30)]
    goods += [Candidate(100 + key, 1, 10 + key) for key in range(20)]
    placed = place(goods, Rulebook(windows={"": Window(2, 2, 0, 0)}, cap=0.2, floor=0), 20, "x")
    assert max([one.candidate.store for one in placed].count(store) for store in (1, 2, 3)) == 4


def test_a_pin_stands_in_its_time_and_counts_in_the_window() -> None:
    now = datetime(2026, 11, 11, tzinfo=UTC)
    goods = [Candidate(key, 100 - key, key % 7 + 1) for key in range(60)]
    pin = Pin(50, "home.for-you", 3, now, now + timedelta(days=1))
    book = Rulebook(pins=(pin,), floor=0.0)
    during = place(goods, book, 20, "x", spot="home.for-you", at=now)
    assert (during[3].candidate.key, during[3].moved_by) == (50, "pin")
    limit = limits(book, "home.for-you", 20, 0)
    assert not any(excess([one.candidate for one in during], limit, set(), {3}))
    for spot, at in (("home.new", now), ("home.for-you", now + timedelta(days=1))):
        assert all(one.moved_by != "pin" for one in place(goods, book, 20, "x", spot=spot, at=at))


def test_where_two_stores_must_fill_a_page_they_take_turns_and_the_page_says_so() -> None:
    goods = [Candidate(key, 100 - key, 1) for key in range(20)] + [
        Candidate(50 + key, 1, 2) for key in range(20)
    ]
    placed = place(goods, NO_FLOOR, 20, "x")
    stores = [one.candidate.store for one in placed]
    assert max(stores[at : at + 10].count(1) for at in range(11)) == 5
    assert "window.store" in placed[-1].breaks


def test_among_equals_the_one_least_like_those_above_is_taken() -> None:
    goods = [Candidate(1, 1.0, 1), Candidate(2, 0.999, 2), Candidate(3, 0.998, 3)]
    vectors = {1: (1.0, 0.0), 2: (1.0, 0.01), 3: (0.0, 1.0)}
    placed = place(goods, NO_FLOOR, 3, "x", vectors=vectors)
    assert [one.candidate.key for one in placed] == [1, 3, 2]
    assert placed[1].moved_by == "variety"


def test_a_store_with_hundreds_of_goods_costs_no_more_looks() -> None:
    """Lanes let out their best only: the order is as if everybody were asked at every place."""
    random = Random(7)
    goods = [
        Candidate(key, random.random() + (key < 400), 1 if key < 400 else key, None, key % 9)
        for key in range(500)
    ]
    placed = place(goods, NO_FLOOR, 50, "x")
    order = sorted(goods, key=lambda one: -one.score)
    taken: list[Candidate] = []
    for _ in range(50):
        near = taken[-9:]
        taken.append(
            next(
                one
                for one in order
                if one not in taken
                and sum(other.store == one.store for other in near) < 2
                and sum(other.leaf == one.leaf for other in near) < 4
            )
        )
    assert [one.candidate.key for one in placed] == [one.key for one in taken]


def test_what_cannot_be_kept_is_searched_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[int] = []
    many = placing._steps
    monkeypatch.setattr(placing, "_gave", {})
    monkeypatch.setattr(placing, "_steps", lambda sheet: steps.append(1) or many(sheet))
    goods = [Candidate(key, 1 / key, store=1 + key % 3, leaf=1 + key % 2) for key in range(1, 41)]
    first, second = place(goods, Rulebook(), 12, "one"), place(goods, Rulebook(), 12, "one")
    assert first == second
    assert any(one.breaks for one in first)
    assert len(steps) == 1
