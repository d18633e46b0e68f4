"""The personal parts of pages: goods chosen for the reader, each with its why."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from regulars.discovery.recommend.queries import EVERYONE, Chosen, choose
from regulars.faces.look.addresses import address
from regulars.faces.look.own import fills
from regulars.faces.shopper.browsing import tiles
from regulars.faces.shopper.browsing.previewed import imagined_in, wish_of
from regulars.faces.shopper.browsing.shelves import way_to
from regulars.faces.shopper.looker import looker_of
from regulars.people.merchants.queries import store_for_shoppers

SIZES = {"home": 24, "category": 12, "store": 8}
# Fewer would look as if something was missing.
LEAST = 3
COMPANIONS = 6
Tiles = list[tiles.Tile]


@fills("for-you", strangers="")
def for_you(request: HttpRequest, about: str) -> str:
    """Goods for this reader on a page (`home`, `category:<address>`, `store:<address>`); nothing for a stranger."""
    kind, _colon, slug = about.partition(":")
    wish = wish_of(request)
    # Of a stranger nothing is asked: the page is drawn once for all of them.
    if wish is None and not looker_of(request).known:
        return ""
    store = store_for_shoppers(slug) if kind == "store" else None
    looker = imagined_in(request, store) if wish else looker_of(request)
    if not looker.known:
        return ""
    narrowed: dict[str, object] = {}
    if kind == "category":
        narrowed["categories"] = way_to(slug)[-1].all_keys()
    elif kind == "store":
        narrowed["store"] = store.pk if store else None
    chosen = choose(
        looker,
        spot=f"{kind}.for-you",
        size=SIZES[kind],
        keep_it=wish is None,
        **narrowed,  # type: ignore[arg-type]
    )
    if len(chosen.placed) < LEAST:
        return ""
    return render_to_string(
        "shopper/personal/for_you.html",
        {
            "products": told(chosen, with_store=kind != "store"),
            "decision": chosen.id,
            "source": chosen.spot,
            "title": _("Picked for you") if kind == "store" else _("For you"),
            "many": kind == "home",
            "switch": address("my_faces"),
        },
        request=request,
        using="jinja2",
    )


def told(chosen: Chosen, with_store: bool = True) -> Tiles:
    """The chosen products as tiles, each with the sentence that says why."""
    drawn = tiles.product_tiles(chosen.cards, tiles.pictures(chosen.cards), with_store)
    return [
        tile | {"why": chosen.whys.get(card.pk, "")} for tile, card in zip(drawn, chosen.cards, strict=True)
    ]


def companions(product: int) -> list[dict[str, object]]:
    """What goes with a product and what others looked at, each product in one of the two lists, for everybody alike."""
    rows = (("product.goes-with", _("Goes with it")), ("product.also-viewed", _("Others also looked at")))
    found, seen = [], {product}
    for spot, title in rows:
        chosen = choose(EVERYONE, spot=spot, size=COMPANIONS * 2, near=product)
        cards = [card for card in chosen.cards if card.pk not in seen][:COMPANIONS]
        if len(cards) >= LEAST:
            seen |= {card.pk for card in cards}
            found.append((title, chosen, cards))
    urls = tiles.pictures([card for _title, _chosen, cards in found for card in cards])
    return [
        {
            "title": title,
            "source": chosen.spot,
            "decision": chosen.id,
            "products": tiles.product_tiles(cards, urls),
        }
        for title, chosen, cards in found
    ]
