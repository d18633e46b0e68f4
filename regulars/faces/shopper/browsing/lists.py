"""Lists by scene and theme: all of them, and each with its places and reasons."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.discovery.lists.queries import ListCard, ShownList, published, shown
from regulars.faces.look.addresses import address
from regulars.faces.look.remembered import remembered
from regulars.faces.look.scenes import SCENES, THEMES
from regulars.faces.shopper.browsing import marking, tiles
from regulars.faces.shopper.browsing.list_tiles import covers, kicker, list_tiles, lists_for
from regulars.faces.shopper.frame import absolute, public, show
from regulars.goods.media.queries import urls_by_public_id

MOST = 60
OTHERS = 4


@public
@remembered
def lists(request: HttpRequest) -> HttpResponse:
    """All lists, perhaps of one scene or theme."""
    every = shown(limit=MOST)
    wanted = request.GET.get("of", "")
    chosen = [card for card in every if wanted in ("", card.scene, card.theme)]
    return show(
        request,
        "browsing/lists",
        active="categories",
        indexed=not wanted,
        description=_("Goods and stores put together for an occasion, each with the reason why."),
        lists=list_tiles(chosen, covers(chosen)),
        words=_words(every, wanted),
        back={"href": address("home"), "label": _("Home")},
    )


def _words(cards: list[ListCard], wanted: str) -> list[dict[str, object]]:
    """The scenes and themes that occur, as chips."""
    labels = SCENES | THEMES
    used = {word for card in cards for word in (card.scene, card.theme) if word}
    here = address("lists")
    first = {"label": _("All lists"), "href": here, "current": not wanted}
    chips = [
        {"label": str(label), "href": f"{here}?of={word}", "current": word == wanted}
        for word, label in labels.items()
        if word in used
    ]
    return [first, *chips] if len(chips) > 1 else []


@public
@remembered
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """A list with what stands on it and why. Raises NotFound."""
    found = published(slug)
    urls = tiles.pictures(found.cards, found.stores)
    cover = urls_by_public_id([found.cover]).get(found.cover) if found.cover else None
    places = _places(found, urls)
    others = [tile for tile in lists_for(limit=OTHERS + 1) if tile["ref"] != found.public_id]
    steps = [(_("Lists"), address("lists")), (found.title, address("list", found.slug))]
    pictures = [image for image in (cover, *(place["image"] for place in places)) if image]
    return show(
        request,
        "browsing/list",
        active="categories",
        indexed=True,
        description=found.intro or found.title,
        found=found,
        kicker=kicker(found.scene, found.theme),
        cover=cover,
        places=places,
        others=others[:OTHERS],
        back={"href": steps[0][1], "label": steps[0][0]},
        crumbs=[{"label": label, "href": href} for label, href in steps],
        og_image=absolute(pictures[0].src) if pictures else "",  # type: ignore[attr-defined]
        json_ld=marking.block(marking.item_list(found.title, found.intro, places), marking.trail(steps)),
    )


def _places(found: ShownList, urls: tiles.Urls) -> list[tiles.Tile]:
    """Products or stores as tiles, each with its reason."""
    if found.kind == "stores":
        made = tiles.store_tiles(found.stores, urls)
        made = [tile | {"image": next(iter(_pictures(tile)), None)} for tile in made]
    else:
        made = tiles.product_tiles(found.cards, urls)
    return [tile | {"why": place.why} for tile, place in zip(made, found.places, strict=True)]


def _pictures(tile: tiles.Tile) -> list[object]:
    pictures = tile["pictures"]
    return list(pictures) if isinstance(pictures, list) else []
