"""A store's pictures: taken in, found again by their ids, shown small in forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from regulars.goods.catalog.queries import Product, pictures_in
from regulars.goods.catalog.rules import MAX_PICTURES
from regulars.goods.media.actions import PictureRefused, store_picture
from regulars.goods.media.queries import Picture, PictureUrls, owned, picture_urls, pictures_by_public_id
from regulars.goods.media.rules import owned_by
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.queries import Store


def take_in(actor: Actor, store: Store, files: Iterable[Any]) -> tuple[list[str], list[str]]:
    """Keep what is a picture: ids of those, and a sentence for each file that is not."""
    kept, refused = [], []
    for file in list(files)[:MAX_PICTURES]:
        try:
            kept.append(store_picture(by=actor, owner=owned_by(store.public_id), upload=file).public_id)
        except PictureRefused as problem:
            refused.append(f"{str(file.name)[:60]}: {problem.sentence}")
    return kept, refused


def own(store: Store, public_ids: list[str], product: Product | None = None) -> list[Picture]:
    """These pictures in this order. Raises NotFound for one that is neither the store's nor the product's."""
    linked = {row.public_id: row for row in pictures_in(product)} if product else {}
    missing = [one for one in public_ids if one not in linked]
    found = linked | owned(owned_by(store.public_id), missing)
    if any(one not in found for one in public_ids):
        raise NotFound()
    return [found[one] for one in public_ids]


def thumbs(rows: Iterable[Picture], alts: dict[str, str]) -> list[dict[str, Any]]:
    """Pictures as a form shows them; `alts` are the descriptions typed but not saved yet."""
    return [
        {"id": row.public_id, "image": picture_urls(row), "alt": alts.get(row.public_id, row.alt)}
        for row in rows
    ]


def image(public_id: str) -> PictureUrls | None:
    """Addresses of one picture; None for none."""
    row = pictures_by_public_id([public_id]).get(public_id)
    return picture_urls(row) if row else None
