"""Finding goods and stores by words."""

from __future__ import annotations

from typing import get_args

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from regulars.discovery.search.queries import Filters, Found
from regulars.discovery.search.queries import search as find
from regulars.discovery.search.rules import MAX_OFFSET, Sort
from regulars.faces.shopper.browsing import asking, tiles
from regulars.faces.shopper.browsing.home import category_links
from regulars.faces.shopper.frame import public, show
from regulars.goods.catalog.queries import Node, cards, category_tree, popular, said
from regulars.people.merchants.queries import Store, market, open_stores_by_key

SIZE = 24
NOTHING = Found()


@public
def search(request: HttpRequest) -> HttpResponse:
    """What was found, and when nothing was, what others like."""
    ask = asking.asked(request, market().currency, sort="relevance", sorts=get_args(Sort))
    place = _place(request.GET.get("page", ""))
    found = _found(ask, place) if ask.words else NOTHING
    hits, stores = cards(found.product_ids) if found.product_ids else [], _stores(found)
    liked = [] if hits else popular(8)
    urls = tiles.pictures([*hits, *liked], stores)
    listing: dict[str, object] = {
        "products": tiles.product_tiles(hits, urls),
        "more": _next(ask, place, found.total),
        "source": "search",
    }
    if request.headers.get("HX-Request") == "true" and place:
        return show(request, "browsing/more", extra=listing)
    return show(
        request,
        "browsing/search",
        ask=ask,
        search_query=ask.words,
        total=found.total,
        meant=found.did_you_mean,
        meant_href=f"{reverse('search')}?{urlencode({'q': found.did_you_mean})}",
        stores=tiles.store_tiles(stores, urls),
        popular=tiles.product_tiles(liked, urls),
        categories=category_links(),
        shelves=_shelves(),
        sorts=asking.sort_chips(ask),
        extra=listing,
    )


def _place(text: str) -> int:
    """Which page of the results, from 0; nonsense counts as the first."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _found(ask: asking.Asked, place: int) -> Found:
    node = next((one for one in _nodes(category_tree()) if one.slug == ask.category), None)
    filters = Filters(category_id=node.pk if node else None, from_minor=ask.low, to_minor=ask.high)
    return find(ask.words, filters=filters, sort=ask.sort, offset=place * SIZE, limit=SIZE)  # type: ignore[arg-type]


def _nodes(nodes: list[Node]) -> list[Node]:
    return [one for node in nodes for one in (node, *_nodes(node.children))]


def _stores(found: Found) -> list[Store]:
    rows = open_stores_by_key(found.store_ids)
    return [rows[key] for key in found.store_ids if key in rows][:3]


def _next(ask: asking.Asked, place: int, total: int) -> str:
    further = (place + 1) * SIZE
    return ask.link(page=place + 1) if further < total and further <= MAX_OFFSET else ""


def _shelves() -> list[tuple[str, str]]:
    every = [("", _("All categories"))]
    return every + [(node.slug, said(node.name, node.name_zh)) for node in category_tree()]
