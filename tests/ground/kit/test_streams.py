"""Several lists read as one: no row is skipped or told twice, whatever they have in common."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.ground.kit.pages import BadCursor
from regulars.ground.kit.streams import Found, Older, Stream, merged
from tests.depth import examples

START = datetime(2026, 5, 6, tzinfo=UTC)
MINUTES = st.lists(st.integers(0, 4), max_size=12)


def stream(minutes: list[int], older: Older) -> list[Found]:
    rows = [Found(START + timedelta(minutes=at), key, f"{at}/{key}") for key, at in enumerate(minutes)]
    found = older.among(rows)
    assert len(found) <= older.most
    return found


@given(st.lists(MINUTES, min_size=1, max_size=4), st.integers(1, 5))
@settings(max_examples=examples(40))
def test_pages_together_are_the_whole(lists: list[list[int]], size: int) -> None:
    streams: dict[str, Stream] = {str(name): partial(stream, minutes) for name, minutes in enumerate(lists)}
    everything, end = merged(streams, list(streams), "", 1000)
    assert end == ""
    assert [one.at for one in everything] == sorted((one.at for one in everything), reverse=True)
    assert len(everything) == sum(map(len, lists))
    read, cursor, more = [], "", True
    while more:
        page, cursor = merged(streams, list(streams), cursor, size)
        read += page
        more = bool(cursor)
    assert read == everything


def test_a_list_left_out_does_not_move_the_others() -> None:
    streams: dict[str, Stream] = {"a": partial(stream, [1, 1, 2]), "b": partial(stream, [1, 1])}
    page, cursor = merged(streams, ["a", "b"], "", 2)
    assert [one.stream for one in page] == ["a", "a"]
    assert [one.stream for one in merged(streams, ["b"], cursor, 9)[0]] == ["b", "b"]


# A moment that was still in the year before the first, in UTC.
BEFORE_TIME = "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwwLDFd"


@pytest.mark.parametrize("cursor", ["x", "W10", "WyIyMDI2LTA1LTA2IiwwLDFd", BEFORE_TIME, "A" * 500])
def test_a_damaged_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        merged({"a": partial(stream, [1])}, ["a"], cursor, 5)
