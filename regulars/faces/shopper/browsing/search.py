"""Finding goods, stores, lists and whatever else there is by words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from regulars.discovery.lists.queries import cards_of
from regulars.discovery.search.queries import Filters, Found, every_kind
from regulars.discovery.search.queries import search as find
from regulars.discovery.search.rules import MAX_LIMIT, MAX_OFFSET, Sort
from regulars.faces.shopper.browsing import asking, narrowing, tiles
from regulars.faces.shopper.browsing.blending import blended
from regulars.faces.shopper.browsing.home import category_links
from regulars.faces.shopper.browsing.list_tiles import covers, list_tiles, lists_for
from regulars.faces.shopper.frame import public, show
from regulars.faces.shopper.personal.watching import sought
from regulars.goods.catalog.queries import Card, cards, popular, products_in
from regulars.goods.media.queries import urls_by_public_id
from regulars.people.merchants.queries import Store, market, open_stores_by_key

SIZE = 24
POOL = MAX_LIMIT // SIZE * SIZE
LIKED = 8
NOTHING = Found()


@public
def search(request: HttpRequest) -> HttpResponse:
    """What was found, and when nothing was, what others like."""
    ask = asking.asked(
        request, market().currency, sort="relevance", sorts=get_args(Sort), also=("store", "stock", "offer")
    )
    place, chosen = _place(request.GET.get("page", "")), narrowing.filters_of(ask)
    found, keys, decision = _found(request, ask, chosen, place)
    hits, stores = cards(keys) if keys else [], _stores(found)
    liked = [] if hits else _liked(chosen)
    urls = tiles.pictures([*hits, *liked], stores)
    listing: dict[str, object] = {
        "products": tiles.product_tiles(hits, urls),
        "more": _next(ask, place, found.total, decision),
        "source": "search",
        "decision": decision,
    }
    if request.headers.get("HX-Request") == "true" and place:
        return show(request, "browsing/more", extra=listing)
    answer = show(
        request,
        "browsing/search",
        ask=ask,
        search_query=ask.words,
        total=found.total,
        meant=found.did_you_mean,
        meant_href=f"{reverse('search')}?{urlencode({'q': found.did_you_mean})}",
        dropped=[
            {"word": word, "href": f"{reverse('search')}?{urlencode({'q': word})}"} for word in found.dropped
        ],
        stores=tiles.store_tiles(stores, urls),
        lists=_lists(found, bool(hits)),
        others=_others(found),
        popular=tiles.product_tiles(liked, urls),
        categories=category_links(),
        groups=narrowing.groups(ask, chosen, found.facets),
        switches=narrowing.switches(ask, chosen, found.facets),
        narrowed=narrowing.narrowed(chosen),
        cleared=narrowing.cleared(ask),
        sorts=asking.sort_chips(ask),
        extra=listing,
    )
    return sought(request, answer, found.product_ids if place == 0 else ())


def _place(text: str) -> int:
    """Which page of the results, from 0; nonsense counts as the first."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _found(
    request: HttpRequest, ask: asking.Asked, chosen: Filters, place: int
) -> tuple[Found, Sequence[int], str]:
    """What was found, the keys of this page, and the decision that put them in order."""
    if not ask.words:
        return NOTHING, [], ""
    offset, first = place * SIZE, place == 0
    if ask.sort != "relevance" or offset >= POOL:
        found = find(ask.words, filters=chosen, sort=ask.sort, offset=offset, limit=SIZE, facets=first)  # type: ignore[arg-type]
        return found, found.product_ids, ""
    found = find(ask.words, filters=chosen, limit=POOL, facets=first)
    order = blended(request, ask.words, found, request.GET.get("d", ""))
    return found, order.keys[offset : offset + SIZE], order.decision


def _liked(chosen: Filters) -> list[Card]:
    """What sells in the category somebody looked in, else in the market."""
    if chosen.category_id is None:
        return popular(LIKED)
    return products_in([chosen.category_id], size=LIKED).items or popular(LIKED)


def _stores(found: Found) -> list[Store]:
    rows = open_stores_by_key(found.store_ids)
    return [rows[key] for key in found.store_ids if key in rows][:3]


def _lists(found: Found, lucky: bool) -> list[tiles.Tile]:
    """Lists for the words; when nothing was found, those of the market."""
    hit = cards_of(found.others.get("list", []))
    if hit or lucky:
        return list_tiles(hit, covers(hit)) if hit else []
    return lists_for(limit=6)


def _others(found: Found) -> list[dict[str, object]]:
    """Results of kinds that other floors and plug-ins have."""
    kinds = every_kind()
    groups: list[dict[str, object]] = []
    for name, keys in found.others.items():
        kind = kinds.get(name)
        if kind is not None and kind.tiles is not None and (drawn := kind.tiles(keys)):
            urls = urls_by_public_id(tile.picture for tile in drawn)
            rows = [{"tile": tile, "image": urls.get(tile.picture)} for tile in drawn]
            groups.append({"name": name, "title": str(kind.title), "tiles": rows})
    return groups


def _next(ask: asking.Asked, place: int, total: int, decision: str) -> str:
    further = (place + 1) * SIZE
    if further >= total or further > MAX_OFFSET:
        return ""
    return ask.link(page=place + 1, d=decision if further < POOL else "")
