"""The one door to stock. What is scarce is given out by conditional UPDATE, variants in order of their keys.

A hold ends by being sold, released, or, once its time is over, reclaimed by whoever needs the stock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.events import StockChanged
from regulars.goods.catalog.models import Product, Stock, StockHold, StockMove, Variant
from regulars.goods.catalog.queries.saying import said
from regulars.goods.catalog.rules import stock_ok
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, Busy, NotFound, Refusal
from regulars.people.merchants.models import Store


class SoldOut(Refusal):
    """Less is left than was asked for. `details`: variant (public id), left."""

    status = 409
    code = "sold-out"
    sentence = _("This has just sold out.")

    def problem(self, request_id: str = "") -> dict[str, Any]:
        """The answer is final: asking again does not help."""
        return super().problem(request_id) | {"retryable": False}


class BadQuantity(BadInput):
    """Quantities are whole numbers above zero."""

    code = "bad-quantity"
    sentence = _("Give a whole number of pieces, at least 1.")


class HeldByOrders(Refusal):
    """Stock cannot go below what orders hold. `details`: held."""

    status = 409
    code = "held-by-orders"
    sentence = _("Some of this stock is held for orders being paid. Set a higher number, or try again later.")


@action("catalog.hold_stock", audit=False)
def hold_stock(*, by: Actor, ref: str, lines: Mapping[int, int], until: datetime) -> None:
    """Set `lines` (variant key -> quantity) aside for `ref` until the moment given: all of them or none.

    Raises SoldOut (nothing is held then), BadQuantity.
    """
    _check(lines)
    with transaction.atomic():
        for variant_id in sorted(lines):
            _take(variant_id, lines[variant_id], held=True)
        StockHold.objects.bulk_create(
            StockHold(ref=ref, variant_id=key, quantity=lines[key], until=until) for key in sorted(lines)
        )
        _tell_gone(lines)


@action("catalog.sell_held", audit=False)
def sell_held(*, by: Actor, ref: str) -> None:
    """Turn everything held for `ref` into sold; sold already is left alone.

    Holds that ended are taken from stock again. Raises SoldOut when that fails; nothing is sold then.
    """
    sold: dict[int, int] = {}
    with transaction.atomic():
        for hold in _latest(ref):
            if hold.outcome != "sold":
                _sell(hold)
                sold[hold.variant_id] = hold.quantity
        _moves(by, {key: -quantity for key, quantity in sold.items()}, "sold", ref)
        _count_sold(sold)


@action("catalog.release_held", audit=False)
def release_held(*, by: Actor, ref: str) -> None:
    """Give back everything still held for `ref`. Safe to call twice."""
    freed: dict[int, int] = {}
    for hold in _open(ref):
        if _end(hold, "released"):
            Stock.objects.filter(variant_id=hold.variant_id).update(held=F("held") - hold.quantity)
            freed[hold.variant_id] = hold.quantity
    _tell_back(freed)


@action("catalog.put_back", audit=False)
def put_back(*, by: Actor, lines: Mapping[int, int], ref: str) -> None:
    """Put returned pieces back on hand (variant key -> quantity). Raises BadQuantity."""
    _check(lines)
    for variant_id in sorted(lines):
        Stock.objects.filter(variant_id=variant_id).update(on_hand=F("on_hand") + lines[variant_id])
    _moves(by, lines, "returned", ref)
    _tell_back(lines)


@action("catalog.set_stock")
def set_stock(*, by: Actor, store: Store, variant_id: str, on_hand: int) -> None:
    """Set how many there are. Raises HeldByOrders when orders hold more, NotFound, BadQuantity."""
    by.require("products", store.pk)
    if not stock_ok(on_hand):
        raise BadQuantity(_("Give a whole number from 0 to 10,000,000."), param="on_hand")
    move_stock(by, own_variant(store, variant_id), on_hand, "counted")


@action("catalog.adjust_stock")
def adjust_stock(*, by: Actor, store: Store, variant_id: str, delta: int, why: str = "adjusted") -> None:
    """Add to or take from the stock on hand. Raises HeldByOrders, NotFound, BadQuantity."""
    by.require("products", store.pk)
    variant = own_variant(store, variant_id)
    left = Stock.objects.get(variant=variant).on_hand + delta if type(delta) is int else -1
    if not stock_ok(left):
        raise BadQuantity(_("There are not that many on hand."), param="delta")
    move_stock(by, variant, left, why[:20])


def move_stock(by: Actor, variant: Variant, on_hand: int, why: str) -> None:
    """Bring the stock on hand to a level, leaving what is held alone. Raises HeldByOrders, Busy."""
    for _attempt in range(5):
        row = Stock.objects.get(variant=variant)
        if row.held > on_hand:
            reclaim(variant.pk)
            row = Stock.objects.get(variant=variant)
        if row.held > on_hand:
            raise HeldByOrders(held=row.held)
        same = Stock.objects.filter(variant=variant, on_hand=row.on_hand, held__lte=on_hand)
        if row.on_hand == on_hand or same.update(on_hand=on_hand):
            _moved(by, row, on_hand, why)
            return
    raise Busy()


def _moved(by: Actor, before: Stock, on_hand: int, why: str) -> None:
    delta = on_hand - before.on_hand
    note(before=before.on_hand, after=on_hand)
    if not delta:
        return
    _moves(by, {before.variant_id: delta}, why, "")
    was, now = before.on_hand > before.held, on_hand > before.held
    if was != now:
        _tell([before.variant_id], available=now)


def own_variant(store: Store, public_id: str) -> Variant:
    """The store's variant. Raises NotFound."""
    found = Variant.objects.of(store).filter(public_id=public_id, retired_at=None).first()
    if found is None:
        raise NotFound()
    return found


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
    free = Stock.objects.filter(variant_id=variant_id, held__lte=F("on_hand") - quantity)
    return free.update(held=F("held") + quantity) if held else free.update(on_hand=F("on_hand") - quantity)


def reclaim(variant_id: int) -> int:
    """End the variant's holds whose time is over; returns how many pieces came free.

    The stock's row is locked first, so that two who need the pieces follow one another. A hold that somebody
    else is ending at this moment is theirs: waiting for it, with the stock locked, would wait for ever.
    """
    list(Stock.objects.select_for_update(no_key=True).filter(variant_id=variant_id).values_list("pk"))
    ended = StockHold.objects.filter(variant_id=variant_id, ended_at=None, until__lte=clock.now())
    over = ended.select_for_update(no_key=True, skip_locked=True).order_by("pk")
    freed = sum(hold.quantity for hold in over if _end(hold, "expired"))
    if freed:
        Stock.objects.filter(variant_id=variant_id).update(held=F("held") - freed)
    return freed


def _end(hold: StockHold, outcome: str) -> int:
    return StockHold.objects.filter(pk=hold.pk, ended_at=None).update(ended_at=clock.now(), outcome=outcome)


def _open(ref: str) -> list[StockHold]:
    return list(StockHold.objects.filter(ref=ref, ended_at=None).order_by("variant_id"))


def _latest(ref: str) -> list[StockHold]:
    newest = {hold.variant_id: hold for hold in StockHold.objects.filter(ref=ref).order_by("pk")}
    return [newest[key] for key in sorted(newest)]


def _sell(hold: StockHold) -> None:
    if _end(hold, "sold"):
        Stock.objects.filter(variant_id=hold.variant_id).update(
            on_hand=F("on_hand") - hold.quantity, held=F("held") - hold.quantity
        )
    elif StockHold.objects.filter(pk=hold.pk).exclude(outcome="sold").update(outcome="sold"):
        _take(hold.variant_id, hold.quantity, held=False)
        _tell_gone([hold.variant_id])


def _count_sold(sold: Mapping[int, int]) -> None:
    pairs = Variant.objects.across_stores("counting what was sold").filter(pk__in=sold)
    counts: dict[int, int] = {}
    for variant_id, product_id in pairs.values_list("pk", "product_id"):
        counts[product_id] = counts.get(product_id, 0) + sold[variant_id]
    for product_id in sorted(counts):
        rows = Product.objects.across_stores("counting what was sold").filter(pk=product_id)
        rows.update(sold_count=F("sold_count") + counts[product_id])


def _moves(by: Actor, deltas: Mapping[int, int], why: str, ref: str) -> None:
    StockMove.objects.bulk_create(
        StockMove(variant_id=key, delta=deltas[key], why=why, ref=ref, by_id=by.person_id)
        for key in sorted(deltas)
    )


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


def _tell_gone(variant_ids: Iterable[int]) -> None:
    gone = Stock.objects.filter(variant_id__in=list(variant_ids), held=F("on_hand"))
    _tell(list(gone.values_list("variant_id", flat=True)), available=False)


def _tell_back(freed: Mapping[int, int]) -> None:
    rows = Stock.objects.filter(variant_id__in=list(freed)).values_list("variant_id", "on_hand", "held")
    _tell([key for key, on_hand, held in rows if on_hand - held == freed[key]], available=True)


def _tell(variant_ids: list[int], *, available: bool) -> None:
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
