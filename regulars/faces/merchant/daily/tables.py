"""Lists as tables to take away, and links to their pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import StreamingHttpResponse

from regulars.ground.kit.money import to_decimal
from regulars.ground.kit.pages import Page
from regulars.ground.kit.sheets import write_csv


def link(asked: Mapping[str, str], **more: str) -> str:
    """The same list with something changed."""
    return "?" + urlencode({key: value for key, value in {**asked, **more}.items() if value})


def pages(asked: Mapping[str, str], found: Page[Any]) -> dict[str, str]:
    """Links to the page before and the page after."""
    return {
        "prev": link(asked, cursor=found.prev_cursor) if found.prev_cursor else "",
        "next": link(asked, cursor=found.next_cursor) if found.next_cursor else "",
    }


def views(
    asked: Mapping[str, str], key: str, named: Iterable[tuple[str, str, int | None]]
) -> list[dict[str, Any]]:
    """Saved views of a list as tabs with counts."""
    return [
        {
            "label": label,
            "href": f"?{urlencode({key: value})}" if value else "?",
            "current": asked[key] == value,
            "count": count,
        }
        for value, label, count in named
    ]


def rows_of(read: Callable[[str], Page[Any]]) -> Iterator[Any]:
    """All rows of a list, page after page; `read` gives the page at a cursor."""
    cursor = ""
    while True:
        found = read(cursor)
        yield from found.items
        cursor = found.next_cursor
        if not cursor:
            return


def sheet(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """Rows as a CSV file that no spreadsheet runs."""
    answer = StreamingHttpResponse(write_csv(header, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


def major(minor: int, currency: str) -> Decimal:
    """Minor units as a decimal number of major units."""
    return to_decimal(minor, currency)
