"""For machines: robots.txt, sitemaps in pages of bounded size, the web app's manifest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse

from regulars.discovery.lists.queries import list_addresses
from regulars.faces.shopper.frame import absolute
from regulars.goods.catalog.queries import (
    Node,
    category_tree,
    last_keys,
    product_addresses,
    said,
    store_addresses,
)
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.queries import market

PER_PAGE = 5000
HIDDEN = (
    "/account/",
    "/basket/",
    "/checkout/",
    "/console/",
    "/desk/",
    "/me/",
    "/orders/",
    "/pay/",
    "/search/",
)
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
Entry = tuple[str, datetime | None]


def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read, and where the map is."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in HIDDEN),
        f"Sitemap: {absolute(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def sitemap(request: HttpRequest) -> HttpResponse:
    """The index: one map of categories, and maps of stores and products by ranges of keys."""
    names = ["categories-1", *(name for kind, last in last_keys().items() for name in _ranges(kind, last))]
    body = "".join(
        f"<sitemap><loc>{_loc(reverse('sitemap_part', args=[name]))}</loc></sitemap>" for name in names
    )
    return _xml(f"<sitemapindex {SPACE}>{body}</sitemapindex>")


def _ranges(kind: str, last: int) -> list[str]:
    return [f"{kind}-{number}" for number in range(1, (last + PER_PAGE - 1) // PER_PAGE + 1)]


def sitemap_part(request: HttpRequest, name: str) -> HttpResponse:
    """One map, at most PER_PAGE addresses of rows. Raises NotFound."""
    kind, _dash, number = name.rpartition("-")
    makers = {"categories": _categories, "stores": _stores, "products": _products}
    if (
        kind not in makers
        or not number.isascii()
        or not number.isdigit()
        or len(number) > 9
        or number[0] == "0"
    ):
        raise NotFound()
    body = "".join(_entry(*entry) for entry in makers[kind](int(number)))
    return _xml(f"<urlset {SPACE}>{body}</urlset>")


def _entry(path: str, at: datetime | None) -> str:
    changed = f"<lastmod>{at.date().isoformat()}</lastmod>" if at else ""
    return f"<url><loc>{_loc(path)}</loc>{changed}</url>"


def _categories(number: int) -> Iterable[Entry]:
    if number != 1:
        raise NotFound()
    return [
        (reverse("home"), None),
        (reverse("stores"), None),
        *((path, None) for path in _paths(category_tree())),
        (reverse("lists"), None),
        *((reverse("list", args=[slug]), at) for slug, at in list_addresses()),
    ]


def _paths(nodes: list[Node]) -> Iterator[str]:
    for node in nodes:
        yield reverse("category", args=[node.slug])
        yield from _paths(node.children)


def _stores(number: int) -> Iterable[Entry]:
    slugs = store_addresses((number - 1) * PER_PAGE, number * PER_PAGE)
    return [(reverse("store", args=[slug]), None) for slug in slugs]


def _products(number: int) -> Iterable[Entry]:
    rows = product_addresses((number - 1) * PER_PAGE, number * PER_PAGE)
    return [(reverse("product", args=[key]), at) for key, at in rows]


def _loc(path: str) -> str:
    return escape(absolute(path))


def _xml(body: str) -> HttpResponse:
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n', content_type="application/xml; charset=utf-8"
    )


def manifest(request: HttpRequest) -> HttpResponse:
    """The web app's manifest: the market on a home screen."""
    name = said(market().name, market().name_zh)
    icon = {"src": static("look/mark.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any"}
    body = {
        "name": name,
        "short_name": name[:12],
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf7f2",
        "theme_color": "#0e5e4b",
        "icons": [icon],
    }
    return JsonResponse(
        body, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )
