"""Stock for orders. What is scarce is given out by conditional UPDATE, variants in order of their keys.

A hold ends by being sold, released, or, once its time is over, reclaimed by whoever needs the stock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.actions.holds import end_hold, latest_holds, open_holds, reclaim
from regulars.goods.catalog.actions.stock import BadQuantity
from regulars.goods.catalog.actions.stock_moves import tell_back, tell_gone, write_moves
from regulars.goods.catalog.models import Product, Stock, StockHold, Variant
from regulars.goods.catalog.queries.saying import said
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.ground.kit.statements import Become, change, insert_all, statement


class SoldOut(Refusal):
    """Less is left than was asked for. `details`: variant (public id), left."""

    status = 409
    code = "sold-out"
    sentence = _("This has just sold out.")

    def problem(self, request_id: str = "") -> dict[str, Any]:
        """The answer is final: asking again does not help."""
        return super().problem(request_id) | {"retryable": False}


@action("catalog.hold_stock", audit=False)
def hold_stock(*, by: Actor, ref: str, lines: Mapping[int, int], until: datetime) -> None:
    """Set `lines` (variant key -> quantity) aside for `ref` until the moment given: all of them or none.

    Raises SoldOut (nothing is held then), BadQuantity.
    """
    _check(lines)
    with transaction.atomic():
        for variant_id in sorted(lines):
            _take(variant_id, lines[variant_id], held=True)
        insert_all(
            [StockHold(ref=ref, variant_id=key, quantity=lines[key], until=until) for key in sorted(lines)]
        )
        tell_gone(lines)


@action("catalog.sell_held", audit=False)
def sell_held(*, by: Actor, ref: str) -> None:
    """Turn everything held for `ref` into sold; sold already is left alone.

    Holds that ended are taken from stock again. Raises SoldOut when that fails; nothing is sold then.
    """
    sold: dict[int, int] = {}
    with transaction.atomic():
        for hold in latest_holds(ref):
            if hold.outcome != "sold":
                _sell(hold)
                sold[hold.variant_id] = hold.quantity
        write_moves(by, {key: -quantity for key, quantity in sold.items()}, "sold", ref)
        _count_sold(sold)


@action("catalog.release_held", audit=False)
def release_held(*, by: Actor, ref: str) -> None:
    """Give back everything still held for `ref`. Safe to call twice."""
    freed: dict[int, int] = {}
    for hold in open_holds(ref):
        if end_hold(hold, "released"):
            Stock.objects.filter(variant_id=hold.variant_id).update(held=F("held") - hold.quantity)
            freed[hold.variant_id] = hold.quantity
    tell_back(freed)


@action("catalog.move_held", audit=False)
def move_held(*, by: Actor, ref: str, to: str, lines: Mapping[int, int], until: datetime) -> None:
    """Pieces held for `ref` (variant key -> quantity) are held for `to` from now on, until the moment given.

    A hold that ended, or holds fewer, is taken from stock again. Raises SoldOut (nothing moves then), BadQuantity.
    """
    _check(lines)
    with transaction.atomic():
        lost = {key: lines[key] for key in sorted(lines) if not _moved(ref, to, key, lines[key], until)}
        if lost:
            hold_stock(by=by, ref=to, lines=lost, until=until)


def _moved(ref: str, to: str, variant_id: int, quantity: int, until: datetime) -> bool:
    mine = StockHold.objects.filter(ref=ref, variant_id=variant_id, ended_at=None)
    first = mine.filter(quantity=quantity).order_by("pk").values_list("pk", flat=True).first()
    if first is not None and mine.filter(pk=first).update(ref=to, until=until):
        return True
    larger = mine.filter(quantity__gt=quantity).order_by("pk").values_list("pk", flat=True).first()
    if larger is None or not mine.filter(pk=larger, quantity__gt=quantity).update(
        quantity=F("quantity") - quantity
    ):
        return False
    StockHold.objects.create(ref=to, variant_id=variant_id, quantity=quantity, until=until)
    return True


@action("catalog.put_back", audit=False)
def put_back(*, by: Actor, lines: Mapping[int, int], ref: str) -> None:
    """Put returned pieces back on hand (variant key -> quantity). Raises BadQuantity."""
    _check(lines)
    for variant_id in sorted(lines):
        Stock.objects.filter(variant_id=variant_id).update(on_hand=F("on_hand") + lines[variant_id])
    write_moves(by, lines, "returned", ref)
    tell_back(lines)


def _check(lines: Mapping[int, int]) -> None:
    if not lines or any(type(quantity) is not int or quantity < 1 for quantity in lines.values()):
        raise BadQuantity(param="quantity")


def _take(variant_id: int, quantity: int, *, held: bool) -> None:
    if _took(variant_id, quantity, held=held):
        return
    reclaim(variant_id)
    if not _took(variant_id, quantity, held=held):
        raise _sold_out(variant_id)


def _took(variant_id: int, quantity: int, *, held: bool) -> int:
    return _taken(variant_id, quantity, held)


@change
def _taken(variant_id: int, quantity: int, held: bool) -> Become[Stock]:
    free = Stock.objects.filter(variant_id=variant_id, held__lte=F("on_hand") - quantity)
    return free, {"held": F("held") + quantity} if held else {"on_hand": F("on_hand") - quantity}


def _sell(hold: StockHold) -> None:
    if hold.outcome == "passed":
        # Somebody else was given it meanwhile: what is on the shelf is not for who came too late.
        raise _sold_out(hold.variant_id)
    if end_hold(hold, "sold"):
        _given(hold.variant_id, hold.quantity)
    elif StockHold.objects.filter(pk=hold.pk).exclude(outcome="sold").update(outcome="sold"):
        _take(hold.variant_id, hold.quantity, held=False)
        tell_gone([hold.variant_id])


@change
def _given(variant_id: int, quantity: int) -> Become[Stock]:
    become = {"on_hand": F("on_hand") - quantity, "held": F("held") - quantity}
    return Stock.objects.filter(variant_id=variant_id), become


def _count_sold(sold: Mapping[int, int]) -> None:
    counts: dict[int, int] = {}
    for variant_id, product_id in _products_of(list(sold)):
        counts[product_id] = counts.get(product_id, 0) + sold[variant_id]
    for product_id in sorted(counts):
        _sold_more(product_id, counts[product_id])


@statement
def _products_of(variants: Sequence[int]) -> QuerySet[Variant, tuple[int, int]]:
    rows = Variant.objects.across_stores("counting what was sold").filter(pk__in=variants)
    return rows.values_list("pk", "product_id")


@change
def _sold_more(product: int, many: int) -> Become[Product]:
    rows = Product.objects.across_stores("counting what was sold").filter(pk=product)
    return rows, {"sold_count": F("sold_count") + many}


def _sold_out(variant_id: int) -> SoldOut:
    row = Stock.objects.filter(variant_id=variant_id).select_related("variant__product").first()
    left = row.on_hand - row.held if row else 0
    title = said(row.variant.product.title, row.variant.product.title_zh) if row else ""
    words = (
        _now("Only {left} of “{title}” left. Lower the quantity and try again.")
        if left
        else (_now("“{title}” has just sold out."))
    )
    return SoldOut(
        words.format(left=left, title=title),
        param="quantity",
        variant=row.variant.public_id if row else "",
        left=left,
    )
