"""Pages neither skip nor repeat rows, whatever happens between them."""

from __future__ import annotations

import base64
import json
from itertools import pairwise

import pytest
from django.db.models import F, QuerySet
from hypothesis import given
from hypothesis import strategies as st

from regulars.ground.kit.models import AuditEntry
from regulars.ground.kit.pages import BadCursor, page


def fill(stores: list[int]) -> QuerySet[AuditEntry]:
    """Entries with these store ids as sort values, many of them equal."""
    AuditEntry.objects.all().delete()
    AuditEntry.objects.bulk_create(AuditEntry(action="a", actor_kind="x", store_id=one) for one in stores)
    return AuditEntry.objects.all()


@given(stores=st.lists(st.integers(0, 4), max_size=20), size=st.integers(1, 6), down=st.booleans())
def test_forwards_and_back_again(db: None, stores: list[int], size: int, down: bool) -> None:
    rows, by = fill(stores), "-store_id" if down else "store_id"
    wanted = list(rows.order_by(by, "-id" if down else "id"))
    pages = [page(rows, by=by, size=size)]
    while pages[-1].next_cursor:
        pages.append(page(rows, by=by, size=size, cursor=pages[-1].next_cursor))
    assert [row for one in pages for row in one.items] == wanted
    assert pages[0].prev_cursor == ""
    for earlier, later in pairwise(pages):
        assert page(rows, by=by, size=size, cursor=later.prev_cursor).items == earlier.items


def test_new_rows_do_not_shift_later_pages(db: None) -> None:
    rows = fill([1, 2, 3, 4])
    first = page(rows, by="-id", size=2)
    AuditEntry.objects.create(action="new", actor_kind="x")
    assert [row.store_id for row in page(rows, by="-id", size=2, cursor=first.next_cursor).items] == [2, 1]


def test_moments_and_annotations_sort_too(db: None) -> None:
    rows = fill([3, 1, 2]).annotate(twice=F("store_id") * 2)
    first = page(rows, by="twice", size=2)
    assert [row.store_id for row in page(rows, by="twice", size=2, cursor=first.next_cursor).items] == [3]
    newest = page(rows, by="-at", size=1)
    assert (
        page(rows, by="-at", size=5, cursor=newest.next_cursor).items == list(rows.order_by("-at", "-id"))[1:]
    )


def test_a_page_is_never_larger_than_a_hundred(db: None) -> None:
    assert len(page(fill([1] * 120), size=1000).items) == 100


def _cursor(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "!", "é", "AAAA", "x" * 500,
        _cursor([0]), _cursor([2, 1, 1]), _cursor([0, [], 1]), _cursor([0, 1, 2**70]),
        _cursor([0, "text", 1]), _cursor([0, {"at": "2026-01-01"}, 1]), _cursor([0, {"at": "x"}, 1]),
        _cursor([0, True, 1]),
        _cursor([0, "a\0b", 1]), _cursor([0, 1, "1"]), _cursor({"a": 1}), _cursor("abc"), _cursor([0, {}, 1]),
    ],
)  # fmt: skip
def test_a_damaged_cursor_is_refused(db: None, cursor: str) -> None:
    with pytest.raises(BadCursor):
        page(fill([1]), by="store_id", cursor=cursor)
