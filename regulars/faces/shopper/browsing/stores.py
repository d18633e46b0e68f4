"""The directory of stores, a store's own front, and following it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from regulars.faces.shopper.browsing import asking, marking, tiles
from regulars.faces.shopper.browsing.terms import terms_of
from regulars.faces.shopper.browsing.tickets import tickets
from regulars.faces.shopper.browsing.tiles import Store
from regulars.faces.shopper.frame import absolute, looking, public, show
from regulars.goods.catalog.queries import categories, for_shoppers, said
from regulars.ground.kit.pages import page
from regulars.ground.kit.refusals import NotFound
from regulars.loyalty.customers.actions import follow, leave
from regulars.loyalty.customers.queries import follows
from regulars.people.merchants.queries import market, open_stores, resting_store, store_for_shoppers
from regulars.trade.offers.queries import offers_of_store_for_shoppers

FOLLOWING = Count("relations", filter=Q(relations__followed_at__isnull=False))


@public
def stores(request: HttpRequest) -> HttpResponse:
    """All open stores, the latest first, found by name or town. Raises BadCursor."""
    ask = asking.asked(request, market().currency)
    found = page(_named(ask.words), by="-opened_at", cursor=ask.cursor, size=18)
    windows = tiles.windows((store.pk for store in found.items), each=3)
    urls = tiles.pictures(found.items, windows)
    listing: dict[str, Any] = {
        "stores": tiles.store_tiles(found.items, urls, windows, followers(found.items)),
        "more": ask.link(cursor=found.next_cursor) if found.next_cursor else "",
    }
    if asking.is_part(request):
        return show(request, "browsing/more_stores", **listing)
    return show(
        request,
        "browsing/stores",
        active="stores",
        indexed=ask.plain,
        description=_("All stores of the market. Follow the ones you like."),
        ask=ask,
        **listing,
    )


def _named(words: str) -> Any:
    rows = open_stores()
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(name_zh__icontains=words) | Q(city__icontains=words))
    return rows


def followers(rows: list[Store]) -> dict[int, int]:
    """How many people follow each of these stores, in one question."""
    counted = open_stores().filter(pk__in=[row.pk for row in rows]).annotate(n=FOLLOWING)
    return dict(counted.values_list("pk", "n"))


@public
def store(request: HttpRequest, slug: str) -> HttpResponse:
    """A store's front. A resting store gets a friendly page. Raises NotFound, BadCursor."""
    row = open_stores().annotate(followers=FOLLOWING).filter(slug=slug).first()
    if row is None:
        return _resting(request, slug)
    ask = asking.asked(request, row.currency, sort="newest")
    found = ask.read(_shelf(row, ask.category))
    urls = tiles.pictures([row], found.items)
    listing: dict[str, Any] = {
        "products": tiles.product_tiles(found.items, urls, with_store=False),
        "more": ask.link(cursor=found.next_cursor) if found.next_cursor else "",
        "source": f"store:{row.public_id}",
    }
    if asking.is_part(request):
        return show(request, "browsing/more", **listing)
    return show(request, "browsing/store", active="stores", **_front(request, row, ask, urls), **listing)


def _shelf(row: Store, category: str) -> Any:
    goods = tiles.goods().filter(store=row)
    return goods.filter(category__slug=category) if category else goods


def _front(request: HttpRequest, row: Store, ask: asking.Asked, urls: tiles.Urls) -> dict[str, Any]:
    person = looking(request).person_id
    name, story = said(row.name, row.name_zh), said(row.story, row.story_zh)
    logo, banner = urls.get(row.logo), urls.get(row.banner)
    best = banner or logo
    return {
        "indexed": not (ask.cursor or ask.category),
        "store": row,
        "name": name,
        "story": story,
        "description": tiles.first_sentence(story, most=160) or name,
        "og_image": absolute(best.src) if best else "",
        "logo": logo.src if logo else "",
        "banner": banner,
        "followers": row.followers,
        "follows": follows(person, row),
        "coupons": tickets(offers_of_store_for_shoppers(row, person)[:12], person, row),
        "terms": terms_of(row),
        "shelves": _chips(row, ask),
        "sorts": asking.sort_chips(ask),
        "ask": ask,
        "back": {"href": reverse("stores"), "label": _("Stores")},
        "json_ld": marking.block(marking.organization(row, name, story, logo.src if logo else "")),
    }


def _chips(row: Store, ask: asking.Asked) -> list[dict[str, Any]]:
    """The categories the store has goods in."""
    kept = for_shoppers().filter(store=row).order_by().values("category_id")
    shelves = list(categories().filter(pk__in=kept)[:20])
    every = {"label": _("All"), "href": ask.link(category=""), "current": not ask.category}
    chips = [
        {
            "label": said(one.name, one.name_zh),
            "href": ask.link(category=one.slug),
            "current": one.slug == ask.category,
        }
        for one in shelves
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
        _("You follow %(store)s now. New goods appear on your home page.")
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
