"""Held pieces go from one holder to another: nobody on the shelf's other side notices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import F

from regulars.goods.catalog.actions.holding import SoldOut
from regulars.goods.catalog.actions.holds import end_hold
from regulars.goods.catalog.models import Stock, StockHold
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor


@action("catalog.pass_held", audit=False)
def pass_held(*, by: Actor, ref: str, to: str, lines: Mapping[int, int], until: datetime) -> None:
    """Give `lines` (variant key -> quantity) out of what is held for `ref` to `to`, which may hold some already.

    What `to` holds then lasts until the moment given. Raises SoldOut when `ref` does not hold that many (any more).
    """
    now = clock.now()
    for variant_id in sorted(lines):
        _take(ref, variant_id, lines[variant_id], now)
        _give(to, variant_id, lines[variant_id], until)


@action("catalog.reduce_held", audit=False)
def reduce_held(*, by: Actor, ref: str, variant_id: int, quantity: int) -> None:
    """Put `quantity` of what is held for `ref` back on the shelf. Raises SoldOut when it does not hold that many."""
    _take(ref, variant_id, quantity, clock.now())
    Stock.objects.filter(variant_id=variant_id).update(held=F("held") - quantity)


def _take(ref: str, variant_id: int, quantity: int, now: datetime) -> None:
    held = StockHold.objects.filter(ref=ref, variant_id=variant_id, ended_at=None, until__gt=now)
    if held.filter(quantity__gt=quantity).update(quantity=F("quantity") - quantity):
        return
    whole = held.filter(quantity=quantity).first()
    if whole is None or not end_hold(whole, "passed"):
        raise SoldOut(param="quantity")


def _give(to: str, variant_id: int, quantity: int, until: datetime) -> None:
    known = StockHold.objects.filter(ref=to, variant_id=variant_id, ended_at=None)
    if not known.update(quantity=F("quantity") + quantity, until=until):
        StockHold.objects.create(ref=to, variant_id=variant_id, quantity=quantity, until=until)
