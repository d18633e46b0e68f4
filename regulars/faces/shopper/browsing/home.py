"""The front of the market."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.shopper.browsing import marking, tiles
from regulars.faces.shopper.browsing.tickets import tickets
from regulars.faces.shopper.browsing.tiles import Product, Store
from regulars.faces.shopper.frame import looking, public, show
from regulars.goods.catalog.queries import category_tree, for_shoppers, said
from regulars.ground.kit import clock
from regulars.loyalty.customers.queries import followed_stores
from regulars.people.merchants.queries import market, open_stores
from regulars.trade.offers.queries import claimable

STORES = 7
TURN = 1009


@public
def home(request: HttpRequest) -> HttpResponse:
    """Hero, categories, store of the day, popular and new goods, stores to discover, one's own stores."""
    stores, popular, newest = todays_stores(), _popular(), _newest()
    mine, news = _own(looking(request).person_id)
    windows = tiles.windows(store.pk for store in stores)
    urls = tiles.pictures(stores, mine, windows, popular, newest, news)
    person = looking(request).person_id
    return show(
        request,
        "browsing/home",
        active="home",
        indexed=True,
        description=_("Small stores with known faces. Follow the ones you like and become a regular."),
        categories=category_links(),
        day=_store_of_the_day(stores, windows, urls),
        stores=tiles.store_tiles(stores[1:], urls, windows),
        popular=tiles.product_tiles(popular, urls),
        newest=tiles.product_tiles(newest, urls),
        mine=tiles.store_tiles(mine, urls),
        news=tiles.product_tiles(news, urls),
        coupons=tickets(claimable(None, person)[:3], person),
        json_ld=marking.website(said(market().name, market().name_zh)),
    )


def todays_stores() -> list[Store]:
    """Open stores with something to show, in an order that turns by the day, so that each has its day."""
    day = clock.now().toordinal()
    stocked = Exists(for_shoppers().filter(store=OuterRef("pk")))
    rows = open_stores().filter(stocked).annotate(turn=(F("pk") * 617 + day * 389) % TURN)
    return list(rows.order_by("turn", "pk")[:STORES])


def _popular() -> list[Product]:
    return list(tiles.goods().order_by("-sold_count", "-id")[:12])


def _newest() -> list[Product]:
    return list(tiles.goods().order_by("-published_at", "-id")[:12])


def _own(person_id: int | None) -> tuple[list[Store], list[Product]]:
    """The stores somebody follows and what is new in them."""
    if person_id is None:
        return [], []
    mine = list(followed_stores(person_id)[:12])
    return mine, news_of(mine)


def news_of(stores: list[Store], most: int = 12) -> list[Product]:
    """The newest goods of these stores."""
    if not stores:
        return []
    rows = tiles.goods().filter(store__in=[store.pk for store in stores])
    return list(rows.order_by("-published_at", "-id")[:most])


def _store_of_the_day(stores: list[Store], windows: list[Product], urls: tiles.Urls) -> dict[str, Any] | None:
    if not stores:
        return None
    store = stores[0]
    shelf = [row for row in windows if row.store_id == store.pk]
    return tiles.store_tiles([store], urls)[0] | {
        "banner": urls.get(store.banner),
        "story": tiles.first_sentence(said(store.story, store.story_zh), most=220),
        "city": store.city.title(),
        "products": tiles.product_tiles(shelf, urls, with_store=False),
    }


def category_links() -> list[dict[str, str]]:
    """The top categories as chips."""
    return [
        {"label": said(node.name, node.name_zh), "href": reverse("category", args=[node.slug])}
        for node in category_tree()
    ]
