"""A product's page."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regulars.faces.look.addresses import address
from regulars.faces.look.alike import alike
from regulars.faces.look.remembered import remembered
from regulars.faces.shopper.agreements.cards import for_product
from regulars.faces.shopper.browsing import marking, tiles
from regulars.faces.shopper.browsing.arranged import arranged
from regulars.faces.shopper.browsing.previewed import as_of, previewed
from regulars.faces.shopper.browsing.terms import terms_of
from regulars.faces.shopper.browsing.tickets import covers, hints, tickets
from regulars.faces.shopper.draws.reviews import on_product
from regulars.faces.shopper.drops.pointing import pointers
from regulars.faces.shopper.frame import absolute, looking, public, show
from regulars.faces.shopper.personal.parts import companions
from regulars.faces.shopper.personal.watching import watched
from regulars.faces.shopper.presales.shown import presales_shown
from regulars.faces.shopper.services.beside import plans_with
from regulars.goods.catalog.queries import Card, Choice, Shown, popular, product_for_shoppers, said
from regulars.ground.kit.money import format_money
from regulars.trade.offers.queries import Offer, cut_minor, offers_of_store_for_shoppers
from regulars.trade.offers.rules import Line
from regulars.trade.orders.queries import category_keys

FEW = 10
OTHERS = 8
MOST_PIECES = 99
MOST_OFFERS = 12


@public
@watched
@remembered
@previewed
def product(request: HttpRequest, public_id: str) -> HttpResponse:
    """Pictures, choices, price, offers, the store and its terms. Raises NotFound."""
    shown, person = product_for_shoppers(public_id), looking(request).person_id
    with as_of(request):
        running = list(offers_of_store_for_shoppers(shown.store, person)[:MOST_OFFERS])
    offers = [one for one in running if covers(one, shown)]
    others = _others(shown)
    urls = tiles.pictures(others, [shown.store])
    return show(
        request,
        "browsing/product",
        active="categories",
        indexed=True,
        arranged=arranged(request, "product", store=shown.store, subject=shown.public_id, product=shown.pk),
        shown=shown,
        others=tiles.product_tiles(others, urls, with_store=False),
        store=tiles.store_tiles([shown.store], urls)[0],
        coupons=tickets(offers, person),
        presales=presales_shown(product=shown.public_id),
        companions=companions(shown.pk),
        drops=pointers(product=shown.pk),
        reviews=on_product(shown),
        made=for_product(shown.pk),
        extra=_buying(shown, request.GET.get("variant", ""), offers) | _around(shown),
    )


def _others(shown: Shown) -> list[Card]:
    """What else sells well in the store. What sells best there is the same on the page of each of its products."""
    store = shown.store.pk
    best = alike(f"best:{store}", lambda: popular(OTHERS + 1, store=store))
    return [card for card in best if card.pk != shown.pk][:OTHERS]


def _buying(shown: Shown, wanted: str, offers: list[Offer]) -> dict[str, object]:
    shown.choices[:] = [_cut(one, shown, offers) for one in shown.choices]
    chosen = _chosen(shown.choices, wanted)
    prices = {choice.price_minor for choice in shown.choices}
    return {
        "chosen": chosen,
        "choices": [_choice(one, shown.currency, len(prices) > 1) for one in shown.choices],
        "axes": " · ".join(dict.fromkeys(name for one in shown.choices for name in one.options)),
        "most": max(1, min(MOST_PIECES, chosen.left)) if chosen else 1,
        "hints": hints(offers, shown, chosen.price_minor) if chosen else [],
        "add_to": address("basket_add"),
        "plans": plans_with(shown, chosen.price_minor) if chosen else [],
    }


def _cut(one: Choice, shown: Shown, offers: list[Offer]) -> Choice:
    """The choice at the price everybody pays now; what it cost before is struck through."""
    line = Line(
        one.public_id,
        shown.store.public_id,
        shown.public_id,
        one.public_id,
        one.price_minor,
        1,
        shown.currency,
        category_keys(shown.category_path),
        shown.brand.public_id if shown.brand else None,
    )
    now = cut_minor(offers, line)
    return one if now >= one.price_minor else replace(one, price_minor=now, compare_minor=one.price_minor)


def _chosen(choices: list[Choice], wanted: str) -> Choice | None:
    """The variant asked for, else the first that is there, else the first."""
    asked = next((one for one in choices if one.public_id == wanted), None)
    return asked or next((one for one in choices if one.left > 0), choices[0] if choices else None)


def _choice(one: Choice, currency: str, priced: bool) -> dict[str, object]:
    price = format_money(one.price_minor, currency, get_language() or "en")
    compare = one.compare_minor if one.compare_minor and one.compare_minor > one.price_minor else None
    return {
        "id": one.public_id,
        "label": " · ".join(one.options.values()) or one.sku,
        "price": price,
        "shows_price": priced,
        "compare": format_money(compare, currency, get_language() or "en") if compare else "",
        "left": one.left,
        "stock": stock_words(one.left),
        "most": max(1, min(MOST_PIECES, one.left)),
    }


def stock_words(left: int) -> str:
    """What to know about the stock: nothing while there is plenty."""
    if left <= 0:
        return _("Sold out")
    return _("Only %(n)s left") % {"n": left} if left <= FEW else ""


def _around(shown: Shown) -> dict[str, object]:
    store_name = said(shown.store.name, shown.store.name_zh)
    here = address("product", shown.public_id)
    steps = [
        (_("Categories"), address("categories")),
        (shown.category.name, address("category", shown.category.slug)),
        (shown.title, here),
    ]
    return {
        "description": tiles.first_sentence(shown.description, most=160) or shown.title,
        "og_image": absolute(shown.pictures[0].src) if shown.pictures else "",
        "og_type": "product",
        "crumbs": [{"label": label, "href": href} for label, href in steps],
        "back": {"href": steps[1][1], "label": shown.category.name},
        "sold": tiles.sold_words(shown.sold_count),
        "terms": terms_of(shown.store),
        "paragraphs": [part for part in shown.description.split("\n") if part.strip()],
        "json_ld": marking.block(marking.product(shown, store_name), marking.trail(steps)),
    }
