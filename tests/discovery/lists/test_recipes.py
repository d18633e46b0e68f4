"""The machine's lists: who may stand on them, in what order, and never too much of one store."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.discovery.lists.rules import RECIPES, Good, Shop, Wish, made
from regulars.discovery.lists.rules.recipes import NEW, again_share, growth, small_stores
from regulars.discovery.lists.rules.seasons import OF_MONTH, in_season, season_word
from tests.depth import examples

NOW = datetime(2026, 10, 8, 12, tzinfo=UTC)
FEW = settings(max_examples=examples(40))

goods = st.lists(
    st.builds(
        Good,
        key=st.integers(1, 500),
        store=st.integers(1, 6),
        minor=st.integers(1, 10**6),
        published_at=st.integers(0, 60).map(lambda days: NOW - timedelta(days=days)),
        sold=st.integers(0, 50),
        now=st.integers(0, 20),
        before=st.integers(0, 20),
        words=st.sampled_from(["autumn scarf", "plain cup", "乌龙茶", "fancy summer fan"]),
    ),
    unique_by=lambda one: one.key,
    max_size=40,
)
shops = st.lists(
    st.builds(
        Shop,
        key=st.integers(1, 6),
        opened_at=st.just(NOW),
        sold=st.integers(0, 9),
        buyers=st.integers(3, 40),
        again=st.integers(0, 3),
        goods=st.integers(0, 3),
    ),
    unique_by=lambda one: one.key,
    max_size=6,
)


@FEW
@given(goods, shops, st.integers(1, 10), st.integers(1, 3), st.randoms(use_true_random=False))
def test_every_list_is_short_spread_reasoned_and_the_same_again(
    some: list[Good], stores: list[Shop], size: int, per_store: int, dice: object
) -> None:
    wish = Wish(NOW, size, per_store, stores)
    known = {one.key: one for one in some}
    mixed = list(some)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    for recipe in RECIPES.values():
        picks = made(recipe, some, wish)
        assert len(picks) <= size
        assert len({pick.key for pick in picks}) == len(picks)
        assert all(pick.why and pick.figures for pick in picks)
        assert made(recipe, mixed, wish) == picks
        if recipe.kind == "products":
            assert max(Counter(known[pick.key].store for pick in picks).values(), default=0) <= per_store


@FEW
@given(goods, shops)
def test_each_keeps_what_it_promises(some: list[Good], stores: list[Shop]) -> None:
    wish = Wish(NOW, 60, 60, stores)
    known = {one.key: one for one in some}
    rising = [known[pick.key] for pick in made(RECIPES["rising"], some, wish)]
    assert all(one.now > one.before and one.now >= 3 for one in rising)
    assert {one.key for one in some if one.now > one.before and one.now >= 3} == {one.key for one in rising}
    fresh = [known[pick.key] for pick in made(RECIPES["new"], some, wish)]
    assert all(NOW - one.published_at <= NEW and one.store in small_stores(stores) for one in fresh)
    assert all(in_season(known[pick.key].words, NOW.date()) for pick in made(RECIPES["season"], some, wish))
    best = [known[pick.key] for pick in made(RECIPES["best"], some, wish)]
    assert all(one.sold or one.now or one.before for one in best)


def test_small_counts_prove_little() -> None:
    assert growth(40, 20) > growth(4, 2) > growth(2, 2) == 0
    lucky, proven = (Shop(1, NOW, buyers=1, again=1), Shop(2, NOW, buyers=50, again=30))
    assert again_share(proven) > again_share(lucky) > 0
    assert again_share(Shop(3, NOW, buyers=9)) == 0


@pytest.mark.parametrize(
    ("words", "month", "found"),
    [
        ("autumn leaf cup", 10, "autumn"),
        ("fancy cup", 7, ""),
        ("paper fan", 7, "fan"),
        ("桂花乌龙 茶", 9, "乌龙"),
        ("paper fan", 1, ""),
        ("圆领毛衣", 12, "毛衣"),
    ],
)
def test_the_season_knows_its_words(words: str, month: int, found: str) -> None:
    assert in_season(words, date(2026, month, 1)) == found


def test_every_word_of_the_season_is_said_in_the_language_of_the_reader() -> None:
    for word in {word for words in OF_MONTH.values() for word in words}:
        assert season_word(word, "en").isascii()
        assert not season_word(word, "zh-hans").isascii()
