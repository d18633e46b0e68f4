"""Products and stores as the cards of a list want them, with all pictures of a page in one question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import ngettext

from regulars.faces.look.addresses import address
from regulars.faces.look.places import city_name
from regulars.goods.catalog.queries import Card, said
from regulars.goods.media.queries import PictureUrls, urls_by_public_id
from regulars.people.merchants.queries import Store

Urls = dict[str, PictureUrls]
Tile = dict[str, object]
Windows = Mapping[int, Sequence[Card]]


def pictures(
    cards: Iterable[Card] = (), stores: Iterable[Store] = (), windows: Windows | None = None
) -> Urls:
    """Covers of products, logos and banners of stores: one question for the page."""
    shown = [*cards, *(card for shelf in (windows or {}).values() for card in shelf)]
    names = [card.cover for card in shown] + [name for row in stores for name in (row.logo, row.banner)]
    return urls_by_public_id(names)


def product_tiles(cards: Iterable[Card], urls: Urls, with_store: bool = True) -> list[Tile]:
    """The catalogue's cards as product cards."""
    return [_product(card, urls, with_store) for card in cards]


def _product(card: Card, urls: Urls, with_store: bool) -> Tile:
    store = {"name": card.store_name, "href": address("store", card.store_slug)}
    return {
        "ref": card.public_id,
        "store_ref": card.store_public_id,
        "name": card.title,
        "href": address("product", card.public_id),
        "image": urls.get(card.cover),
        "minor": card.from_minor,
        "starting": card.to_minor > card.from_minor,
        "list_minor": card.compare_minor,
        "currency": card.currency,
        "soldout": not card.in_stock,
        "sold": sold_words(card.sold_count),
        "store": store if with_store else None,
    }


def sold_words(count: int) -> str:
    """How often something was sold, said only when it was."""
    return ngettext("%(n)s sold", "%(n)s sold", count) % {"n": count} if count else ""


def store_tiles(
    stores: Iterable[Store],
    urls: Urls,
    windows: Windows | None = None,
    followers: Mapping[int, int] | None = None,
) -> list[Tile]:
    """Stores as store cards; `windows` are the products, by store, whose covers fill the shop windows."""
    return [
        _store(row, urls, (windows or {}).get(row.pk, ()), (followers or {}).get(row.pk, 0)) for row in stores
    ]


def _store(row: Store, urls: Urls, shelf: Sequence[Card], followers: int) -> Tile:
    logo = urls.get(row.logo)
    shown = [urls[card.cover] for card in shelf if card.cover in urls]
    return {
        "ref": row.public_id,
        "name": said(row.name, row.name_zh),
        "href": address("store", row.slug),
        "logo": logo.src if logo else "",
        "tagline": first_sentence(said(row.story, row.story_zh)),
        "followers": followers_words(followers) or city_name(row.city),
        "pictures": shown[:3],
    }


def first_sentence(text: str, most: int = 90) -> str:
    """The beginning of a story, cut at a sentence or a word."""
    line = text.strip().split("\n")[0]
    for mark in (". ", "。", "！", "! "):
        head, found, _rest = line.partition(mark)
        if found and len(head) < most:
            return head + mark.strip()
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0].rstrip(",;，；") + "…"


def followers_words(count: int) -> str:
    """How many people follow a store, said only when somebody does."""
    return ngettext("%(n)s follower", "%(n)s followers", count) % {"n": count} if count else ""
