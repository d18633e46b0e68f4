"""The front of the market."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.faces.look.addresses import address
from regulars.faces.look.alike import alike
from regulars.faces.look.places import city_name
from regulars.faces.look.remembered import remembered
from regulars.faces.shopper.browsing import marking, tiles
from regulars.faces.shopper.browsing.arranged import arranged
from regulars.faces.shopper.browsing.list_tiles import lists_for
from regulars.faces.shopper.browsing.previewed import previewed
from regulars.faces.shopper.browsing.tickets import tickets
from regulars.faces.shopper.frame import looking, public, show
from regulars.goods.catalog.queries import (
    Card,
    category_tree,
    newest,
    newest_of,
    popular,
    popular_by_store,
    said,
    stores_of_the_day,
)
from regulars.loyalty.customers.queries import followed_stores
from regulars.people.merchants.queries import Store, market
from regulars.trade.offers.queries import claimable

STORES = 7
OWN = 12
# Two rows on a phone; with more of them the page of a full market passes 50 KB.
FRESH = 8


@public
@remembered
@previewed
def home(request: HttpRequest) -> HttpResponse:
    """Hero, categories, store of the day, popular and new goods, stores to discover, one's own stores."""
    person = looking(request).person_id
    mine = list(followed_stores(person)[:OWN]) if person else []
    news = newest_of([store.pk for store in mine])
    urls = tiles.pictures(news, mine)
    return show(
        request,
        "browsing/home",
        active="home",
        indexed=True,
        arranged=arranged(request, "market"),
        description=_("Small stores with known faces. Follow the ones you like and become a regular."),
        mine=tiles.store_tiles(mine, urls),
        news=tiles.product_tiles(news, urls),
        coupons=tickets(claimable(None, person)[:3], person),
        json_ld=marking.website(said(market().name, market().name_zh)),
        extra=alike("home", _shelves),
    )


def _shelves() -> dict[str, object]:
    """What stands on the front of the market for everybody."""
    stores, liked, fresh = stores_of_the_day(STORES), popular(), newest(FRESH)
    windows = popular_by_store([store.pk for store in stores])
    urls = tiles.pictures([*liked, *fresh], stores, windows)
    return {
        "categories": category_links(),
        "lists": lists_for(),
        "day": _store_of_the_day(stores, windows, urls),
        "stores": tiles.store_tiles(stores[1:], urls, windows),
        "popular": tiles.product_tiles(liked, urls),
        "newest": tiles.product_tiles(fresh, urls),
    }


def _store_of_the_day(stores: list[Store], windows: dict[int, list[Card]], urls: tiles.Urls) -> tiles.Tile:
    if not stores:
        return {}
    store = stores[0]
    return tiles.store_tiles([store], urls)[0] | {
        "banner": urls.get(store.banner),
        "story": tiles.first_sentence(said(store.story, store.story_zh), most=220),
        "city": city_name(store.city),
        "products": tiles.product_tiles(windows.get(store.pk, []), urls, with_store=False),
    }


def category_links() -> list[dict[str, str]]:
    """The top categories as chips."""
    return [
        {"label": said(node.name, node.name_zh), "href": address("category", node.slug)}
        for node in category_tree()
    ]
