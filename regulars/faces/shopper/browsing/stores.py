"""The directory of stores, a store's own front, and following it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regulars.faces.look.places import city_name
from regulars.faces.look.remembered import remembered
from regulars.faces.shopper.agreements.cards import at_store as made_to_order
from regulars.faces.shopper.asking import cards
from regulars.faces.shopper.browsing import asking, marking, tiles
from regulars.faces.shopper.browsing.arranged import arranged
from regulars.faces.shopper.browsing.previewed import as_of, previewed, wish_of
from regulars.faces.shopper.browsing.terms import terms_of
from regulars.faces.shopper.browsing.tickets import tickets
from regulars.faces.shopper.clubs import club_of
from regulars.faces.shopper.frame import absolute, looking, public, show
from regulars.faces.shopper.presales.shown import presales_shown
from regulars.goods.catalog.queries import popular_by_store, products_of, said, shelves_of
from regulars.ground.kit.pages import page
from regulars.ground.kit.refusals import NotFound
from regulars.loyalty.customers.actions import follow, leave
from regulars.loyalty.customers.queries import followers_of, follows
from regulars.people.merchants.queries import (
    Store,
    market,
    open_stores_called,
    resting_store,
    store_for_shoppers,
)
from regulars.trade.offers.queries import offers_of_store_for_shoppers

MOST_OFFERS = 12


@public
@remembered
def stores(request: HttpRequest) -> HttpResponse:
    """All open stores, the latest first, found by name or town. Raises BadCursor."""
    ask = asking.asked(request, market().currency)
    found = page(open_stores_called(ask.words), by="-opened_at", cursor=ask.cursor, size=18)
    keys = [row.pk for row in found.items]
    windows = popular_by_store(keys, each=3)
    urls = tiles.pictures(stores=found.items, windows=windows)
    listing: dict[str, object] = {
        "stores": tiles.store_tiles(found.items, urls, windows, followers_of(keys)),
        "more": ask.link(cursor=found.next_cursor) if found.next_cursor else "",
    }
    if asking.is_part(request):
        return show(request, "browsing/more_stores", extra=listing)
    return show(
        request,
        "browsing/stores",
        active="stores",
        indexed=ask.plain,
        description=_("All stores of the market. Follow the ones you like."),
        ask=ask,
        extra=listing,
    )


@public
@remembered
@previewed
def store(request: HttpRequest, slug: str) -> HttpResponse:
    """A store's front. A resting store gets a friendly page. Raises NotFound, BadCursor."""
    try:
        row = store_for_shoppers(slug)
    except NotFound:
        return _resting(request, slug)
    ask = asking.asked(request, row.currency, sort="newest")
    found = products_of(row.pk, category=ask.category, prices=ask.prices, sort=ask.sort, cursor=ask.cursor)
    urls = tiles.pictures(found.items, [row])
    listing: dict[str, object] = {
        "products": tiles.product_tiles(found.items, urls, with_store=False),
        "more": ask.link(cursor=found.next_cursor) if found.next_cursor else "",
        "source": f"store:{row.public_id}",
    }
    if asking.is_part(request):
        return show(request, "browsing/more", extra=listing)
    plain = not (ask.cursor or ask.category)
    return show(
        request,
        "browsing/store",
        active="stores",
        indexed=plain,
        arranged=arranged(request, "store", store=row, parts_only=not plain),
        extra=_front(request, row, ask, urls) | listing,
    )


def _front(request: HttpRequest, row: Store, ask: asking.Asked, urls: tiles.Urls) -> dict[str, object]:
    person = looking(request).person_id
    name, story = said(row.name, row.name_zh), said(row.story, row.story_zh)
    logo, banner = urls.get(row.logo), urls.get(row.banner)
    best, wish = banner or logo, wish_of(request)
    with as_of(request):
        coupons = tickets(offers_of_store_for_shoppers(row, person)[:MOST_OFFERS], person)
    return {
        "store": row,
        "name": name,
        "story": story,
        "description": tiles.first_sentence(story, most=160) or name,
        "og_image": absolute(best.src) if best else "",
        "logo": logo.src if logo else "",
        "banner": banner,
        "city": city_name(row.city),
        "followers": followers_of([row.pk]).get(row.pk, 0),
        "follows": wish.follows if wish else follows(person, row),
        "coupons": coupons,
        "presales": presales_shown(store=row),
        "club": club_of(row, person),
        "asks": cards.at_store(person, row),
        "made_here": made_to_order(row),
        "terms": terms_of(row),
        "shelves": _chips(row, ask),
        "sorts": asking.sort_chips(ask),
        "ask": ask,
        "back": {"href": reverse("stores"), "label": _("Stores")},
        "json_ld": marking.block(marking.organization(row, name, story, logo.src if logo else "")),
    }


def _chips(row: Store, ask: asking.Asked) -> list[dict[str, object]]:
    """The categories the store has goods in."""
    every = {"label": _("All"), "href": ask.link(category=""), "current": not ask.category}
    chips: list[dict[str, object]] = [
        {
            "label": said(one.name, one.name_zh),
            "href": ask.link(category=one.slug),
            "current": one.slug == ask.category,
        }
        for one in shelves_of(row.pk)
    ]
    return [every, *chips] if len(chips) > 1 else []


def _resting(request: HttpRequest, slug: str) -> HttpResponse:
    row = resting_store(slug)
    if row is None:
        raise NotFound()
    return show(request, "browsing/resting", active="stores", status=404, name=said(row.name, row.name_zh))


@require_POST
def follow_store(request: HttpRequest, slug: str) -> HttpResponse:
    """Follow the store and return; somebody not logged in logs in first. Raises NotFound."""
    row, by = store_for_shoppers(slug), looking(request)
    if by.person_id is None:
        return _see_other(f"{reverse('account_login')}?{urlencode({'next': _return_to(request, slug)})}")
    follow(by=by, store=row, origin=_origin(request))
    messages.success(
        request,
        _(
            "You follow %(store)s now. New goods appear on your home page, and it may write to your inbox."
            " You can switch that off under Me."
        )
        % {"store": said(row.name, row.name_zh)},
    )
    return _see_other(_return_to(request, slug))


@require_POST
def leave_store(request: HttpRequest, slug: str) -> HttpResponse:
    """Stop following the store. Raises NotFound, LogInFirst."""
    row = resting_store(slug) or store_for_shoppers(slug)
    leave(by=looking(request), store=row)
    messages.success(request, _("You no longer follow %(store)s.") % {"store": said(row.name, row.name_zh)})
    return _see_other(_return_to(request, slug))


def _origin(request: HttpRequest) -> str:
    given = request.POST.get("origin", "")
    return given if given in {"follow", "search", "offer", "share"} else "follow"


def _return_to(request: HttpRequest, slug: str) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if safe else reverse("store", args=[slug])


def _see_other(to: str) -> HttpResponse:
    response = HttpResponseRedirect(to)
    response.status_code = 303
    return response
