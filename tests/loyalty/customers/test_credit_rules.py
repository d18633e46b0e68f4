"""Six ways to share an order over what led to it: always the whole amount, and the chain is the chain."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.loyalty.customers.rules.credit import (
    CHANNELS,
    DIRECT,
    HALF_LIFE,
    MODELS,
    Path,
    Seen,
    Touch,
    channel_of,
    columns,
    credits,
    path_to,
    removal_effects,
    touches,
)
from regulars.loyalty.customers.rules.credit.markov import chain
from regulars.loyalty.customers.rules.credit.sharing import shares
from tests.loyalty.customers.credit_by_hand import effect

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = 86_400
FEW = CHANNELS[:4]

gaps = st.floats(0, 9 * DAY, allow_nan=False)


@st.composite
def one_path(draw: st.DrawFn, most: int = 6) -> Path:
    met = draw(st.lists(st.sampled_from(FEW), min_size=1, max_size=most))
    back = list(accumulate(draw(st.lists(gaps, min_size=len(met), max_size=len(met)))))
    ordered = draw(st.booleans())
    walked = tuple(Touch(channel, seconds) for channel, seconds in zip(met, reversed(back), strict=True))
    return Path(walked, draw(st.integers(0, 10**7)) if ordered else 0, "ord" if ordered else "")


some_paths = st.lists(one_path(), min_size=1, max_size=8)


@given(some_paths)
def test_every_order_is_shared_out_to_the_last_cent(paths: list[Path]) -> None:
    effects = dict(zip(FEW, removal_effects(chain(paths, FEW)), strict=True))
    for path in paths:
        for parts in shares(path, effects).values():
            assert sum(parts.values()) == path.amount
            assert min(parts.values()) >= 0
            assert set(parts) == {touch.channel for touch in path.touches}
    total = sum(path.amount for path in paths)
    assert {sum(credits(paths, FEW)[model].values()) for model in MODELS} == {total}


@given(some_paths, st.data())
def test_the_order_in_which_paths_are_told_does_not_matter(paths: list[Path], data: st.DataObject) -> None:
    assert credits(data.draw(st.permutations(paths)), FEW) == credits(paths, FEW)


@given(one_path(), st.permutations(range(6)))
def test_sharing_evenly_does_not_ask_what_came_first(path: Path, places: list[int]) -> None:
    path = replace(path, order="ord", amount=path.amount or 101)
    turned = tuple(path.touches[place] for place in places if place < len(path.touches))
    effects = dict.fromkeys(FEW, 0.5)
    for model in ("linear", "markov", "decay"):
        assert shares(replace(path, touches=turned), effects)[model] == shares(path, effects)[model]


@given(st.sampled_from(CHANNELS), st.lists(gaps, min_size=1, max_size=5), st.integers(1, 10**9))
def test_one_channel_alone_gets_all(channel: str, back: list[float], amount: int) -> None:
    path = Path(tuple(Touch(channel, seconds) for seconds in sorted(back, reverse=True)), amount, "ord")
    found = credits([path])
    assert {found[model][channel] for model in MODELS} == {amount}


@settings(deadline=None)
@given(st.lists(one_path(most=5), min_size=1, max_size=6))
def test_the_chain_solved_is_the_chain_walked(paths: list[Path]) -> None:
    solved = dict(zip(FEW, removal_effects(chain(paths, FEW)), strict=True))
    for channel in FEW:
        assert solved[channel] == pytest.approx(effect(paths, channel), abs=1e-9)


@given(some_paths)
def test_columns_of_numbers_say_the_same(paths: list[Path]) -> None:
    many = [replace(path, amount=path.amount * 10**6) for path in paths]
    slow = credits(many, FEW)
    told = as_columns(many)
    total = sum(path.amount for path in many)
    for model in MODELS:
        quick = getattr(columns, model)(told)
        for place, channel in enumerate(FEW):
            assert quick[place] == pytest.approx(slow[model][channel], abs=len(many) + 1e-9 * total)


def as_columns(paths: list[Path]) -> columns.Columns:
    walked = [touch for path in paths for touch in path.touches]
    return columns.Columns(
        channel=np.array([FEW.index(touch.channel) for touch in walked], dtype=np.uint8),
        seconds=np.array([touch.seconds for touch in walked]),
        length=np.array([len(path.touches) for path in paths]),
        amount=np.array([path.amount for path in paths]),
        ordered=np.array([bool(path.order) for path in paths]),
        size=len(FEW),
    )


def test_columns_refuse_more_channels_than_their_types_hold() -> None:
    with pytest.raises(ValueError, match="at most 16"):
        replace(as_columns([Path((Touch("search"),), 1, "ord")]), size=17)


def test_what_each_way_gives_for_one_order() -> None:
    met = (("search", 14 * DAY), ("feed", 7 * DAY), ("link", 7 * DAY), ("live", 0))
    path = Path(tuple(Touch(channel, float(seconds)) for channel, seconds in met), 9_000, "ord")
    found = shares(path, {"search": 0.1, "feed": 0.2, "link": 0.3, "live": 0.4})
    assert HALF_LIFE == 7 * DAY
    assert found == {
        "first": {"feed": 0, "link": 0, "live": 0, "search": 9_000},
        "last": {"feed": 0, "link": 0, "live": 9_000, "search": 0},
        "linear": {"feed": 2_250, "link": 2_250, "live": 2_250, "search": 2_250},
        "position": {"feed": 900, "link": 900, "live": 3_600, "search": 3_600},
        "decay": {"feed": 2_000, "link": 2_000, "live": 4_000, "search": 1_000},
        "markov": {"feed": 1_800, "link": 2_700, "live": 3_600, "search": 900},
    }


def test_a_chain_that_can_be_counted_by_hand() -> None:
    """An order is reached in 2 of 3 visits; without the feed in 1 of 6, without links in 1 of 3."""
    paths = [
        Path((Touch("search"), Touch("feed"), Touch("link")), 1, "a"),
        Path((Touch("search"), Touch("link"))),
        Path((Touch("search"), Touch("feed")), 1, "b"),
    ]
    assert removal_effects(chain(paths, FEW)) == pytest.approx([1.0, 0.75, 0.0, 0.5])
    assert removal_effects(chain(paths[1:2], FEW)) == [0.0] * 4


@pytest.mark.parametrize(
    ("source", "channel"),
    [
        ("search", "search"), ("live:summer", "live"), ("qr", "offline"), ("home-news", "feed"),
        ("category:cat_1", "market"), ("Offline:counter", "offline"), ("billboard", "other"),
        ("store:sto_1", None), ("product-more", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_sources_and_their_channels(source: str | None, channel: str | None) -> None:
    assert channel_of(source) == channel


def test_a_session_counts_a_channel_once_until_another_comes() -> None:
    def seen(minutes: int, session: str, source: str | None) -> Seen:
        return Seen(NOON + timedelta(minutes=minutes), session, source)

    found = touches(
        [
            seen(1, "a", None), seen(0, "a", "search"), seen(2, "a", "search:tea"), seen(3, "a", "feed"),
            seen(4, "a", "search"), seen(9, "b", "search"), seen(20, "c", None), seen(21, "c", "store:x"),
        ]
    )  # fmt: skip
    assert [channel for _at, channel in found] == ["search", "feed", "search", "search", DIRECT]


def test_only_touches_shortly_before_the_order_count_and_nothing_known_is_direct() -> None:
    came = [
        (NOON - timedelta(days=31), "ad"),
        (NOON - timedelta(days=2), "feed"),
        (NOON + timedelta(1), "live"),
    ]
    path = path_to(came, NOON, timedelta(days=30), 500, "ord")
    assert path.touches == (Touch("feed", 2 * DAY),)
    assert path_to([], NOON, timedelta(days=30), 500, "ord").touches == (Touch(DIRECT),)
