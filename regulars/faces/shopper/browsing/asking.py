"""What a reader asked of a list: sort, prices, place in it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from regulars.goods.catalog.rules import MAX_MINOR, SORTS, PriceRange
from regulars.ground.kit.money import precision, to_decimal

MOST_WORDS = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts of a list's address. Prices are minor units of `currency`; `more` are parts only this list knows."""

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
    more: tuple[tuple[str, str], ...] = ()

    def link(self, **changes: object) -> str:
        """The address of the same list with something changed; without `cursor` it starts at the top."""
        parts = {
            "q": self.words,
            "category": self.category,
            "sort": "" if self.sort == self.first else self.sort,
            "min": self.text(self.low),
            "max": self.text(self.high),
            **dict(self.more),
        } | {key: str(value) for key, value in changes.items()}
        query = urlencode({key: value for key, value in parts.items() if value})
        return f"{self.path}?{query}" if query else self.path

    def also(self, name: str) -> str:
        """A part only this list knows, as it was asked for."""
        return dict(self.more).get(name, "")

    def text(self, minor: int | None) -> str:
        """A price as it stands in a form."""
        return "" if minor is None else f"{to_decimal(minor, self.currency):f}".removesuffix(".00")

    @property
    def prices(self) -> PriceRange | None:
        """The prices the list is narrowed to."""
        return PriceRange(self.currency, self.low, self.high) if self.narrowed else None

    @property
    def narrowed(self) -> bool:
        """Whether prices limit the list."""
        return self.low is not None or self.high is not None

    @property
    def plain(self) -> bool:
        """Whether this is the list as search engines should know it."""
        return not (self.narrowed or self.cursor or self.words or self.category) and self.sort == self.first


def asked(
    request: HttpRequest,
    currency: str,
    *,
    sort: str = "popular",
    sorts: tuple[str, ...] = tuple(SORTS),
    also: tuple[str, ...] = (),
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
        more=tuple((name, given[name][:80]) for name in also if given.get(name)),
    )


def _minor(text: str, currency: str) -> int | None:
    try:
        minor = int(Decimal(text.strip()[:16]).scaleb(precision(currency)))
    except (InvalidOperation, ValueError, OverflowError):
        return None
    return minor if 0 <= minor <= MAX_MINOR else None


def sort_chips(ask: Asked) -> list[dict[str, object]]:
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
