"""Whose page it is, and who may change it."""

from __future__ import annotations

from typing import Any

from regulars.discovery.storefront.models import Page
from regulars.discovery.storefront.queries.checking import PUBLIC_ID
from regulars.discovery.storefront.queries.kinds import kinds, part_kinds
from regulars.discovery.storefront.queries.pages import rows_of
from regulars.discovery.storefront.rules.editing import block
from regulars.goods.catalog.queries import category_by_id, product_of
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.models import Store

STORE_RIGHT, MARKET_RIGHT = "settings", "market.catalog"
OWNED = {"store": True, "product": True, "category": False, "market": False}


def may_change(by: Actor, store: Store | None, kind: str, subject: str) -> None:
    """Raise NotFound for strangers and for pages that cannot be, NotAllowed without the right."""
    if (
        kind not in OWNED
        or OWNED[kind] != (store is not None)
        or (subject and not PUBLIC_ID.fullmatch(subject))
    ):
        raise NotFound()
    if store is not None:
        by.require(STORE_RIGHT, store.pk)
    elif by.kind not in {"operator", "system"}:
        raise NotFound()
    else:
        by.require(MARKET_RIGHT)
    _subject_is_theirs(store, kind, subject)


def _subject_is_theirs(store: Store | None, kind: str, subject: str) -> None:
    if subject and kind == "product" and store is not None:
        product_of(store, subject)
    elif subject and kind == "category":
        category_by_id(subject)
    elif subject:
        raise NotFound()


def begun(store: Store | None, kind: str, subject: str) -> Page:
    """The page's row, made when this is the first word about it."""
    return rows_of(store).get_or_create(store=store, kind=kind, subject=subject)[0]


def needed_parts(blocks: list[dict[str, Any]], kind: Any) -> list[dict[str, Any]]:
    """The blocks with those parts of the page in front that it cannot be without, none of them hidden or varied."""
    needed = [part for part in part_kinds(kind) if kinds()[part].needed]
    there = {one["kind"] for one in blocks}
    kept = [
        one | {"hidden": False, "since": None, "until": None} if one["kind"] in needed else one
        for one in blocks
    ]
    return [*(block(part, part, {}) for part in needed if part not in there), *kept]
