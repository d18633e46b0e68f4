"""Lists page by page: a cursor names the last row seen, so that pages neither skip nor repeat rows."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.refusals import BadInput

T = TypeVar("T")
U = TypeVar("U")
M = TypeVar("M", bound=Model)
MAX_SIZE = 100
MAX_CURSOR = 400


class BadCursor(BadInput):
    """The cursor was not made here."""

    code = "bad-cursor"
    sentence = _("This link to a further page is damaged. Go back to the start of the list.")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list. An empty cursor means that there is no page on that side."""

    items: list[T] = field(default_factory=list)
    next_cursor: str = ""
    prev_cursor: str = ""

    def map(self, function: Callable[[list[T]], list[U]]) -> Page[U]:
        """The same page with its items turned into something else, all at once."""
        return Page(function(self.items), self.next_cursor, self.prev_cursor)


@dataclass(frozen=True, slots=True)
class _Place:
    back: bool
    value: Any
    pk: int


def page(rows: QuerySet[M], *, by: str = "-id", cursor: str = "", size: int = 24) -> Page[M]:
    """One page of `rows`, sorted by the column `by` ("-" for descending) and then by id the same way.

    The column must not be NULL in `rows`; it may be an annotation or reach through "__". At most
    MAX_SIZE rows. Raises BadCursor.
    """
    size = max(1, min(size, MAX_SIZE))
    place = decode(cursor)
    column, down = by.lstrip("-"), by.startswith("-")
    found = _read(rows, column, down, place, size + 1)
    more, found = len(found) > size, found[:size]
    if place is not None and place.back:
        found.reverse()
        return Page(
            found,
            _cursor(found[-1:], column, back=False),
            _cursor(found[:1], column, back=True) if more else "",
        )
    before = _cursor(found[:1], column, back=True) if place is not None else ""
    return Page(found, _cursor(found[-1:], column, back=False) if more else "", before)


def _read(rows: QuerySet[M], column: str, down: bool, place: _Place | None, limit: int) -> list[M]:
    if place is not None:
        down = down != place.back
    sign = "-" if down else ""
    order = [f"{sign}{column}"] if column in {"id", "pk"} else [f"{sign}{column}", f"{sign}id"]
    try:
        wanted = rows if place is None else rows.filter(_beyond(column, down, place))
        return list(wanted.order_by(*order)[:limit])
    except (ValueError, TypeError, ValidationError) as error:
        raise BadCursor(param="cursor") from error


def _beyond(column: str, down: bool, place: _Place) -> Q:
    side = "lt" if down else "gt"
    if column in {"id", "pk"}:
        return Q(**{f"id__{side}": place.pk})
    # Written this way round so that an index on the column is used for the first condition.
    past = Q(**{f"{column}__{side}": place.value}) | Q(**{f"id__{side}": place.pk})
    return Q(**{f"{column}__{side}e": place.value}) & past


def _cursor(row: list[M], column: str, *, back: bool) -> str:
    return encode(_value(row[0], column), row[0].pk, back=back) if row else ""


def _value(row: Any, column: str) -> Any:
    for part in column.split("__"):
        row = getattr(row, part)
    return row


def encode(value: Any, pk: int, *, back: bool = False) -> str:
    """An opaque cursor for the row with sort value `value` and key `pk`."""
    plain = {"at": value.isoformat()} if isinstance(value, datetime) else value
    text = json.dumps([int(back), plain, pk], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str) -> _Place | None:
    """The place a cursor names; None for the empty one. Raises BadCursor."""
    if not cursor:
        return None
    try:
        return _place(cursor)
    except (ValueError, TypeError, KeyError, binascii.Error, RecursionError) as error:
        raise BadCursor(param="cursor") from error


def _place(cursor: str) -> _Place:
    if len(cursor) > MAX_CURSOR:
        raise ValueError("too long")
    back, value, pk = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    if isinstance(value, dict):
        value = datetime.fromisoformat(value["at"])
        if value.tzinfo is None:
            raise ValueError("a moment without its zone")
    if back not in (0, 1) or not _number(pk) or not (isinstance(value, str | datetime) or _number(value)):
        raise ValueError("not a place")
    if isinstance(value, str) and "\0" in value:
        raise ValueError("not a text")
    return _Place(bool(back), value, pk)


def _number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
