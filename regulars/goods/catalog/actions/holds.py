"""Holds on stock: which there are, how they end, and those whose time is over."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, QuerySet

from regulars.goods.catalog.models import Stock, StockHold
from regulars.ground.kit import clock
from regulars.ground.kit.statements import Become, change, statement


def reclaim(variant_id: int) -> int:
    """End the variant's holds whose time is over; returns how many pieces came free.

    The stock's row is locked first, so that two who need the pieces follow one another. A hold that somebody
    else is ending at this moment is theirs: waiting for it, with the stock locked, would wait for ever.
    """
    list(Stock.objects.select_for_update(no_key=True).filter(variant_id=variant_id).values_list("pk"))
    ended = StockHold.objects.filter(variant_id=variant_id, ended_at=None, until__lte=clock.now())
    over = ended.select_for_update(no_key=True, skip_locked=True).order_by("pk")
    freed = sum(hold.quantity for hold in over if end_hold(hold, "expired"))
    if freed:
        Stock.objects.filter(variant_id=variant_id).update(held=F("held") - freed)
    return freed


def end_hold(hold: StockHold, outcome: str) -> int:
    """End a hold that nobody ended yet; 1 when it was this call that did."""
    return _end(hold.pk, clock.now(), outcome)


@change
def _end(hold: int, now: datetime, outcome: str) -> Become[StockHold]:
    return StockHold.objects.filter(pk=hold, ended_at=None), {"ended_at": now, "outcome": outcome}


def open_holds(ref: str) -> list[StockHold]:
    """What is held for `ref` now, by variant."""
    return sorted((one for one in _holds(ref) if one.ended_at is None), key=lambda one: one.variant_id)


def latest_holds(ref: str) -> list[StockHold]:
    """The last hold of each variant for `ref`, ended or not, by variant."""
    newest = {hold.variant_id: hold for hold in _holds(ref)}
    return [newest[key] for key in sorted(newest)]


@statement
def _holds(ref: str) -> QuerySet[StockHold, StockHold]:
    return StockHold.objects.filter(ref=ref).order_by("pk")
