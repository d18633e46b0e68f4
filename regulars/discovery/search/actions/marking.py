"""Noting what changed; the index takes it in a moment later, many at a time."""

from __future__ import annotations

from collections.abc import Sequence

from regulars.discovery.search.models import Waiting
from regulars.goods.catalog.queries.documents import keys_of
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor


@action("search.mark_products", audit=False)
def mark_products(*, by: Actor, public_ids: Sequence[str]) -> None:
    """These products changed, appeared or went."""
    Waiting.objects.bulk_create(Waiting(kind="product", key=key) for key in keys_of(public_ids))


@action("search.mark_store", audit=False)
def mark_store(*, by: Actor, store_id: int) -> None:
    """The store changed in a way that touches all its products: name, suspension, opening."""
    Waiting.objects.create(kind="store", key=store_id)
