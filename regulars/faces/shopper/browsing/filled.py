"""What blocks were filled with, as their templates show it: cards, stores, offers and pictures become tiles.

All pictures of a page are asked for at once, and so is what the reader holds of its offers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from regulars.discovery.storefront.hooks import Image, Scene
from regulars.faces.shopper.browsing import tiles
from regulars.faces.shopper.browsing.tickets import tickets
from regulars.goods.catalog.queries import Card
from regulars.goods.media.queries import urls_by_public_id
from regulars.people.merchants.queries import Store
from regulars.trade.offers.queries import Offer

Context = Mapping[str, Any]


def tiled(contexts: Sequence[Context], scene: Scene) -> list[dict[str, Any]]:
    """The contexts with tiles in the place of rows. At most three questions, however many blocks there are."""
    rows = [row for context in contexts for row in _rows(context)]
    urls = urls_by_public_id(name for row in rows for name in _pictures(row))
    offers = {row.pk: row for row in rows if isinstance(row, Offer)}
    held = dict(zip(offers, tickets(offers.values(), scene.person), strict=True)) if offers else {}

    whys = {key: why for context in contexts for key, why in context.get("whys", {}).items()}

    def turned(row: Any) -> Any:
        if isinstance(row, Card):
            tile = tiles.product_tiles([row], urls, with_store=scene.store is None)[0]
            return tile | {"why": whys.get(row.pk, "")}
        if isinstance(row, Store):
            return tiles.store_tiles([row], urls)[0]
        if isinstance(row, Image):
            found = urls.get(row.picture)
            return found._replace(alt=row.alt or found.alt) if found else None
        return held[row.pk] if isinstance(row, Offer) else row

    return [{name: _turned(value, turned) for name, value in context.items()} for context in contexts]


def _turned(value: Any, turn: Callable[[Any], Any]) -> Any:
    if isinstance(value, Mapping):
        return {name: _turned(one, turn) for name, one in value.items()}
    if type(value) in (list, tuple):
        return [_turned(one, turn) for one in value]
    return turn(value)


def _rows(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        for one in value.values():
            yield from _rows(one)
    elif type(value) in (list, tuple):
        for one in value:
            yield from _rows(one)
    elif isinstance(value, Card | Store | Image | Offer):
        yield value


def _pictures(row: Any) -> tuple[str, ...]:
    if isinstance(row, Card):
        return (row.cover,)
    if isinstance(row, Store):
        return (row.logo, row.banner)
    return (row.picture,) if isinstance(row, Image) else ()
