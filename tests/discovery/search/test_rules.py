"""Judgement about words without an index: synonyms, what to drop, bands of prices, sounds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.discovery.search.queries import sounds
from regulars.discovery.search.rules import Alt, Pair, Wish, bands, relaxed, spans
from regulars.discovery.search.rules.facets import round_near
from tests.depth import examples

FEW = settings(max_examples=examples(50))
terms = st.lists(st.sampled_from("abcd"), min_size=1, max_size=3).map(tuple)
pairs = st.lists(st.builds(Pair, terms, terms, st.booleans()), max_size=6)


@FEW
@given(st.lists(st.sampled_from("abcd"), max_size=8), pairs)
def test_stretches_put_together_are_the_query(asked: list[str], known: list[Pair]) -> None:
    found = spans(asked, known)
    assert [term for span in found for term in span.terms] == asked
    for span in found:
        for other in span.others:
            assert other != span.terms
            assert any(
                (pair.one, pair.other) == (span.terms, other)
                or (pair.both and (pair.other, pair.one) == (span.terms, other))
                for pair in known
            )


@FEW
@given(terms, terms)
def test_both_ways_and_one_way(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    if one == other:
        assert [span.others for span in spans(one, [Pair(one, other)])] == [()] * len(one)
        return
    assert spans(one, [Pair(one, other, both=False)])[0].others == (other,)
    assert spans(other, [Pair(one, other)])[0].terms == other
    assert spans(other, [Pair(one, other)])[0].others == (one,)
    if len(other) <= len(one):
        assert all(span.others == () for span in spans(other, [Pair(one, other, both=False)]))


def test_the_longest_stretch_counts() -> None:
    known = [Pair(("purple",), ("zi",)), Pair(("purple", "clay"), ("紫砂",))]
    assert [span.others for span in spans(["purple", "clay", "pot"], known)] == [(("紫砂",),), ()]
    assert [span.others for span in spans(["purple", "pot"], known)] == [(("zi",),), ()]


def group(name: str) -> tuple[Alt, ...]:
    return (Alt((name,)),)


documents = st.lists(st.sets(st.sampled_from("abcd")), max_size=6)


@FEW
@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=4, unique=True), documents)
def test_as_little_as_can_be_is_dropped(words: list[str], shelf: list[set[str]]) -> None:
    def count(wish: Wish) -> int:
        wanted = [one[0].terms[0] for one in wish.groups]
        many = all if wish.every else any
        return sum(1 for document in shelf if many(word in document for word in wanted))

    wish, dropped = relaxed([group(word) for word in words], count)
    single = [count(Wish(tuple(group(word) for word in words if word != out))) for out in words]
    if len(words) > 1 and max(single):
        assert len(dropped) == 1
        assert count(wish) == max(single) == single[dropped[0]]
    else:
        assert {words[at] for at in dropped} == {
            word for word in words if not any(word in document for document in shelf)
        }
        assert count(wish) == sum(1 for document in shelf if document & set(words))


@FEW
@given(st.lists(st.floats(0, 10**9), max_size=3))
def test_bands_cover_every_price_once(marks: list[float]) -> None:
    found = bands(marks)
    assert bool(found) == any(mark > 0 for mark in marks)
    if found:
        assert found[0][0] == 0
        assert found[-1][1] is None
        assert all(high == low - 1 for (_from, high), (low, _to) in pairwise(found))


@pytest.mark.parametrize(
    ("price", "near"), [(1, 1), (1234, 1000), (4500, 5000), (28000, 30000), (90, 100), (0.5, 1)]
)
def test_prices_are_cut_at_round_numbers(price: float, near: int) -> None:
    assert round_near(price) == near


def test_chinese_sounds_by_words_signs_and_initials() -> None:
    found = sounds.for_index("宜兴紫砂壶").split()
    assert {"p:zishahu", "i:zsh", "r:zisahu", "p:zi", "p:hu", "p:yixing"} <= set(found)
    assert sounds.for_index("Teapot 2026") == ""
    assert sounds.typed("zishahu") == ["p:zishahu"]
    assert sounds.typed("zsh") == ["p:zsh", "i:zsh"]
    assert sounds.typed("紫砂") == []


@pytest.mark.parametrize(
    ("one", "other"), [("紫砂", "zisa"), ("紫沙", "紫砂"), ("紫砂", "紫杀"), ("羊绒", "yanrong")]
)
def test_what_is_confused_sounds_the_same(one: str, other: str) -> None:
    assert sounds.roughly(one) == sounds.roughly(other) != ""
