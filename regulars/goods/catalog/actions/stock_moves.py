"""What moved in stock, written down and told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import F, QuerySet

from regulars.goods.catalog.events import StockChanged
from regulars.goods.catalog.models import Stock, StockMove, Variant
from regulars.ground.bus.outbox import announce
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.statements import insert_all, statement


def write_moves(by: Actor, deltas: Mapping[int, int], why: str, ref: str) -> None:
    """Keep by how much each variant's stock on hand changed, and why."""
    insert_all(
        [
            StockMove(variant_id=key, delta=deltas[key], why=why, ref=ref, by_id=by.person_id)
            for key in sorted(deltas)
        ]
    )


def tell_gone(variant_ids: Iterable[int]) -> None:
    """Tell which of these variants have no free piece any more."""
    tell(_gone(list(variant_ids)), available=False)


@statement
def _gone(variants: Sequence[int]) -> QuerySet[Stock, int]:
    return Stock.objects.filter(variant_id__in=variants, held=F("on_hand")).values_list("pk", flat=True)


def tell_back(freed: Mapping[int, int]) -> None:
    """Tell which variants have free pieces again, now that so many came back."""
    rows = Stock.objects.filter(variant_id__in=list(freed)).values_list("variant_id", "on_hand", "held")
    tell([key for key, on_hand, held in rows if on_hand - held == freed[key]], available=True)


def tell(variant_ids: list[int], *, available: bool) -> None:
    """Tell that variants can be had again, or no more."""
    if not variant_ids:
        return
    rows = (
        Variant.objects.across_stores("telling of stock").filter(pk__in=variant_ids).select_related("product")
    )
    announce(*(_fact(row, available) for row in rows))


def _fact(row: Variant, available: bool) -> StockChanged:
    return StockChanged(
        product=row.product.public_id,
        variant=row.public_id,
        available=available,
        store_id=row.store_id,
        ref=row.product.public_id,
    )
