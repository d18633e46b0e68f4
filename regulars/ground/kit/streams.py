"""Several lists read as one, the newest first: each is asked for no more than a page holds, however long it is.

Rows stand by their moment; at the same moment by the rank of their list, then by key, the highest first. So a
page goes on exactly where the one before it ended.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cmp_to_key
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from regulars.ground.kit.pages import MAX_CURSOR, BadCursor

M = TypeVar("M", bound=Model)
Key = int | str


@dataclass(frozen=True, slots=True)
class Found:
    """A row of a list. Keys of one list are all numbers or all texts."""

    at: datetime
    key: Key
    row: Any
    stream: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The last row seen, as the list of a rank must know it."""

    at: datetime
    rank: int
    key: Key


@dataclass(frozen=True, slots=True)
class Older:
    """What one list is asked for: at most `most` rows that stand behind the mark."""

    most: int
    rank: int = 0
    mark: Mark | None = None

    def admits(self, at: datetime, key: Key) -> bool:
        """Whether a row of this list stands behind the mark."""
        mark = self.mark
        if mark is None or at != mark.at:
            return mark is None or at < mark.at
        if self.rank != mark.rank:
            return self.rank > mark.rank
        return type(key) is type(mark.key) and key < mark.key  # type: ignore[operator]

    def among(self, found: Iterable[Found]) -> list[Found]:
        """Those of a few rows in memory."""
        behind = [one for one in found if self.admits(one.at, one.key)]
        return sorted(behind, key=lambda one: (one.at, one.key), reverse=True)[: self.most]

    def of(self, rows: QuerySet[M], at: str) -> list[Found]:
        """Those of a table, by its column of moments. One query. Raises BadCursor."""
        try:
            found = list(rows.filter(self._behind(at)).order_by(f"-{at}", "-pk")[: self.most])
        except (ValueError, TypeError, OverflowError) as error:
            raise BadCursor(param="cursor") from error
        return [Found(getattr(row, at), row.pk, row) for row in found]

    def _behind(self, at: str) -> Q:
        mark = self.mark
        if mark is None:
            return Q(**{f"{at}__isnull": False})
        if self.rank > mark.rank:
            return Q(**{f"{at}__lte": mark.at})
        if self.rank < mark.rank:
            return Q(**{f"{at}__lt": mark.at})
        past = Q(**{f"{at}__lt": mark.at}) | Q(pk__lt=mark.key)
        return Q(**{f"{at}__lte": mark.at}) & past


Stream = Callable[[Older], Sequence[Found]]


def merged(
    streams: Mapping[str, Stream], among: Sequence[str], cursor: str, size: int
) -> tuple[list[Found], str]:
    """A page of the lists named in `among`, and the cursor of the next one (empty at the end).

    `streams` holds all lists in a fixed order: their ranks. Raises BadCursor.
    """
    mark = _read(cursor)
    found: list[tuple[int, Found]] = []
    for rank, (name, read) in enumerate(streams.items()):
        if name in among:
            older = Older(size + 1, rank, mark)
            found += [(rank, Found(one.at, one.key, one.row, name)) for one in read(older)]
    found.sort(key=cmp_to_key(_compared))
    page = found[:size]
    more = _cursor(*page[-1]) if len(found) > size else ""
    return [one for _rank, one in page], more


def _compared(one: tuple[int, Found], other: tuple[int, Found]) -> int:
    (rank, left), (beside, right) = one, other
    if left.at != right.at:
        return -1 if left.at > right.at else 1
    if rank != beside:
        return rank - beside
    return -1 if left.key > right.key else 1  # type: ignore[operator]


def _cursor(rank: int, last: Found) -> str:
    text = json.dumps([last.at.isoformat(), rank, last.key], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str) -> Mark | None:
    if not cursor:
        return None
    try:
        return _mark(cursor)
    except (ValueError, TypeError, OverflowError, binascii.Error, RecursionError) as error:
        raise BadCursor(param="cursor") from error


def _mark(cursor: str) -> Mark:
    if len(cursor) > MAX_CURSOR:
        raise ValueError("too long")
    at, rank, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    moment = datetime.fromisoformat(at)
    whole = isinstance(rank, int) and not isinstance(rank, bool)
    if moment.tzinfo is None or not whole or isinstance(key, bool) or not isinstance(key, int | str):
        raise ValueError("not a place")
    if (isinstance(key, int) and abs(key) >= 2**63) or (isinstance(key, str) and "\0" in key):
        raise ValueError("not a key")
    return Mark(moment.astimezone(UTC), rank, key)
