"""What a reader asked of a list: sort, prices, place in it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from regulars.goods.catalog.rules import MAX_MINOR, SORTS
from regulars.ground.kit.money import precision, to_decimal
from regulars.ground.kit.pages import Page, page

MOST_WORDS = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts of a list's address. Prices are minor units of `currency`."""

    path: str
    sort: str
    currency: str
    first: str = "popular"
    sorts: tuple[str, ...] = tuple(SORTS)
    low: int | None = None
    high: int | None = None
    words: str = ""
    category: str = ""
    cursor: str = ""

    def link(self, **changes: Any) -> str:
        """The address of the same list with something changed; without `cursor` it starts at the top."""
        parts = {
            "q": self.words,
            "category": self.category,
            "sort": "" if self.sort == self.first else self.sort,
            "min": self.text(self.low),
            "max": self.text(self.high),
        } | {key: str(value) for key, value in changes.items()}
        query = urlencode({key: value for key, value in parts.items() if value})
        return f"{self.path}?{query}" if query else self.path

    def text(self, minor: int | None) -> str:
        """A price as it stands in a form."""
        return "" if minor is None else f"{to_decimal(minor, self.currency):f}".removesuffix(".00")

    @property
    def narrowed(self) -> bool:
        """Whether prices limit the list."""
        return self.low is not None or self.high is not None

    @property
    def plain(self) -> bool:
        """Whether this is the list as search engines should know it."""
        return not (self.narrowed or self.cursor or self.words or self.category) and self.sort == self.first

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows within the prices asked for; foreign currencies are not comparable and drop out."""
        if self.narrowed:
            rows = rows.filter(currency=self.currency)
        if self.low is not None:
            rows = rows.filter(to_minor__gte=self.low)
        return rows if self.high is None else rows.filter(from_minor__lte=self.high)

    def read(self, rows: QuerySet[Any], size: int = 24) -> Page[Any]:
        """The page of `rows` asked for. Raises BadCursor."""
        return page(self.narrow(rows), by=SORTS[self.sort], cursor=self.cursor, size=size)


def asked(
    request: HttpRequest, currency: str, *, sort: str = "popular", sorts: tuple[str, ...] = tuple(SORTS)
) -> Asked:
    """What the address asks for; nonsense in prices and sort counts as nothing asked."""
    given = request.GET
    chosen = given.get("sort", "")
    return Asked(
        path=request.path,
        sort=chosen if chosen in sorts else sort,
        first=sort,
        sorts=sorts,
        currency=currency,
        low=_minor(given.get("min", ""), currency),
        high=_minor(given.get("max", ""), currency),
        words=" ".join(given.get("q", "").replace("\0", " ").split())[:MOST_WORDS],
        category=given.get("category", "")[:80],
        cursor=given.get("cursor", ""),
    )


def _minor(text: str, currency: str) -> int | None:
    try:
        minor = int(Decimal(text.strip()[:16]).scaleb(precision(currency)))
    except (InvalidOperation, ValueError, OverflowError):
        return None
    return minor if 0 <= minor <= MAX_MINOR else None


def sort_chips(ask: Asked) -> list[dict[str, Any]]:
    """The ways to sort as chips."""
    words = {
        "relevance": _("Best match"),
        "popular": _("Popular"),
        "newest": _("Newest"),
        "price": _("Price: low first"),
        "-price": _("Price: high first"),
    }
    return [
        {
            "label": words[key],
            "href": ask.link(sort="" if key == ask.first else key),
            "current": key == ask.sort,
        }
        for key in words
        if key in ask.sorts
    ]


def is_part(request: HttpRequest) -> bool:
    """Whether a script wants only the next part of a list."""
    return request.headers.get("HX-Request") == "true" and "cursor" in request.GET
