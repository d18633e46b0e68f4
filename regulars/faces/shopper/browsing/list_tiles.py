"""Lists as tiles, and where they stand on other pages."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import ngettext

from regulars.discovery.lists.queries import ListCard, shown
from regulars.faces.look.addresses import address
from regulars.faces.look.scenes import SCENES, THEMES
from regulars.faces.shopper.browsing.tiles import Tile, Urls
from regulars.goods.media.queries import urls_by_public_id


def list_tiles(cards: Iterable[ListCard], urls: Urls) -> list[Tile]:
    """Lists as tiles; `urls` hold the pictures of `covers`."""
    return [_tile(card, urls) for card in cards]


def covers(cards: Iterable[ListCard]) -> Urls:
    """The pictures of lists, in one question."""
    return urls_by_public_id(name for card in cards for name in card.covers)


def lists_for(category: int | None = None, limit: int = 8) -> list[Tile]:
    """Lists for a place as tiles; perhaps of a category (key)."""
    found = shown(limit=limit, category=category)
    return list_tiles(found, covers(found)) if found else []


def kicker(scene: str, theme: str) -> str:
    """What kind of list it is, in a word or two."""
    words = [str(SCENES[scene])] if scene in SCENES else []
    return " · ".join(words + ([str(THEMES[theme])] if theme in THEMES else []))


def count_words(kind: str, count: int) -> str:
    """How much stands on a list."""
    if kind == "stores":
        return ngettext("%(n)s store", "%(n)s stores", count) % {"n": count}
    return ngettext("%(n)s product", "%(n)s products", count) % {"n": count}


def _tile(card: ListCard, urls: Urls) -> Tile:
    return {
        "ref": card.public_id,
        "name": card.title,
        "href": address("list", card.slug),
        "kicker": kicker(card.scene, card.theme),
        "intro": card.intro,
        "count": count_words(card.kind, card.count),
        "pictures": [urls[name] for name in card.covers if name in urls],
    }
