"""Finding the product to pin: by words, by its address, or among those that sell most."""

from __future__ import annotations

from typing import Any

from regulars.discovery.search.queries import search
from regulars.goods.catalog.queries import Card, cards, cards_by_id, popular

MOST = 10


def id_in(text: str) -> str:
    """The public id in an address of a product's page; a text that is none stays as it is."""
    return text.split("?")[0].rstrip("/").rpartition("/")[2]


def chosen(text: str) -> dict[str, Any] | None:
    """The product of this id or address, if shoppers can see it."""
    met = cards_by_id([id_in(text)]) if text else []
    return _row(met[0]) if met else None


def found(words: str) -> list[dict[str, Any]]:
    """Products to choose from: the one of the address, those found by the words, or those that sell most."""
    if not words:
        return [_row(card) for card in popular(MOST)]
    named = cards_by_id([id_in(words)])
    return [_row(card) for card in named or cards(search(words, limit=MOST).product_ids)]


def _row(card: Card) -> dict[str, Any]:
    return {
        "id": card.public_id,
        "name": card.title,
        "store": card.store_name,
        "minor": card.from_minor,
        "currency": card.currency,
    }
