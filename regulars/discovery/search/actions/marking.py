"""Noting what changed; the index takes it in a moment later, many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from regulars.discovery.search.models import Waiting
from regulars.goods.catalog.queries.documents import keys_of
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor


@action("search.mark", audit=False)
def mark(*, by: Actor, kind: str, keys: Iterable[int]) -> None:
    """These things of a kind changed, appeared or went: `kind` as a `search.kinds` answer names it."""
    Waiting.objects.bulk_create(Waiting(kind=kind, key=key) for key in keys)


@action("search.mark_products", audit=False)
def mark_products(*, by: Actor, public_ids: Sequence[str]) -> None:
    """These products changed, appeared or went."""
    mark(by=by, kind="product", keys=keys_of(public_ids))


@action("search.mark_store", audit=False)
def mark_store(*, by: Actor, store_id: int) -> None:
    """The store changed in a way that touches all its products: name, suspension, opening."""
    mark(by=by, kind="store", keys=[store_id])
