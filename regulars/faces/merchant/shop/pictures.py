"""A store's pictures: taken in, found again by their ids, shown small in forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from regulars.faces.merchant.frame import Row
from regulars.goods.catalog.rules import MAX_PICTURES
from regulars.goods.media.actions import PictureRefused, describe_picture, store_picture
from regulars.goods.media.queries import picture_urls, pictures_by_public_id, pictures_of
from regulars.goods.media.rules import Owner
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound

KIND = "merchants.store"


def owner(store: Row) -> Owner:
    """The store as owner of pictures."""
    return Owner(KIND, store.public_id)


def take_in(actor: Actor, store: Row, files: Iterable[Any]) -> tuple[list[str], list[str]]:
    """Keep what is a picture: ids of those, and a sentence for each file that is not."""
    kept, refused = [], []
    for file in list(files)[:MAX_PICTURES]:
        try:
            kept.append(store_picture(by=actor, owner=owner(store), upload=file).public_id)
        except PictureRefused as problem:
            refused.append(f"{str(file.name)[:60]}: {problem.sentence}")
    return kept, refused


def own(store: Row, public_ids: list[str], product: Row | None = None) -> list[Row]:
    """These pictures in this order. Raises NotFound for one that is neither the store's nor the product's."""
    linked = {link.picture.public_id: link.picture for link in product.pictures.all()} if product else {}
    missing = [one for one in public_ids if one not in linked]
    found = linked | {row.public_id: row for row in pictures_of(owner(store)).filter(public_id__in=missing)}
    if any(one not in found for one in public_ids):
        raise NotFound()
    return [found[one] for one in public_ids]


def thumbs(rows: Iterable[Row], alts: dict[str, str]) -> list[dict[str, Any]]:
    """Pictures as a form shows them; `alts` are the descriptions typed but not saved yet."""
    return [
        {"id": row.public_id, "image": picture_urls(row), "alt": alts.get(row.public_id, row.alt)}
        for row in rows
    ]


def describe(actor: Actor, rows: Iterable[Row], alts: Mapping[str, str]) -> None:
    """Save the descriptions that differ."""
    for row in rows:
        if alts.get(row.public_id, row.alt) != row.alt:
            describe_picture(
                by=actor, owner=Owner(row.owner_kind, row.owner_id), public_id=row.public_id,
                alt=alts[row.public_id],
            )  # fmt: skip


def image(public_id: str) -> Any:
    """Addresses of one picture; None for none."""
    row = pictures_by_public_id([public_id]).get(public_id)
    return picture_urls(row) if row else None
