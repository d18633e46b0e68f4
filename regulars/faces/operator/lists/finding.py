"""What could be put on a list, found by words."""

from __future__ import annotations

from collections.abc import Collection

from regulars.discovery.lists.queries import List, ListEntry
from regulars.discovery.search.queries import search
from regulars.goods.catalog.queries import cards, said
from regulars.people.merchants.queries import open_stores_by_key, open_stores_called

MOST = 12


def candidates(row: List, words: str, entries: Collection[ListEntry]) -> list[dict[str, object]]:
    """Products or stores for the words, with their public ids; what stands on the list already is marked."""
    if row.kind == "stores":
        on = {entry.store_id for entry in entries}
        called = {store.pk: store for store in open_stores_called(words)[:MOST]}
        stores = called | open_stores_by_key(search(words).store_ids)
        return [
            {"ref": store.public_id, "name": said(store.name, store.name_zh), "on": key in on}
            for key, store in stores.items()
        ]
    held = {entry.product_id for entry in entries}
    return [
        {"ref": card.public_id, "name": card.title, "store": card.store_name, "minor": card.from_minor,
         "currency": card.currency, "on": card.pk in held}
        for card in cards(search(words, limit=MOST).product_ids)
    ]  # fmt: skip
