"""How many pieces a store counts on its shelves."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.actions.holds import reclaim
from regulars.goods.catalog.actions.stock_moves import tell, write_moves
from regulars.goods.catalog.models import Stock, Variant
from regulars.goods.catalog.rules import stock_ok
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, Busy, NotFound, Refusal
from regulars.people.merchants.models import Store


class BadQuantity(BadInput):
    """Quantities are whole numbers above zero."""

    code = "bad-quantity"
    sentence = _("Give a whole number of pieces, at least 1.")


class HeldByOrders(Refusal):
    """Stock cannot go below what orders hold. `details`: held."""

    status = 409
    code = "held-by-orders"
    sentence = _("Some of this stock is held for orders being paid. Set a higher number, or try again later.")


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

    def level(now: int) -> int:
        left = now + delta if type(delta) is int else -1
        if not stock_ok(left):
            raise BadQuantity(_("There are not that many on hand."), param="delta")
        return left

    _move(by, own_variant(store, variant_id), level, why[:20])


def move_stock(by: Actor, variant: Variant, on_hand: int, why: str) -> None:
    """Bring the stock on hand to a level, leaving what is held alone. Raises HeldByOrders, Busy."""
    _move(by, variant, lambda _now: on_hand, why)


def _move(by: Actor, variant: Variant, level: Callable[[int], int], why: str) -> None:
    """`level` says how many there shall be, of how many there are: asked anew when orders took some meanwhile."""
    for _attempt in range(5):
        row = Stock.objects.get(variant=variant)
        on_hand = level(row.on_hand)
        if row.held > on_hand:
            reclaim(variant.pk)
            row = Stock.objects.get(variant=variant)
            on_hand = level(row.on_hand)
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
    write_moves(by, {before.variant_id: delta}, why, "")
    was, now = before.on_hand > before.held, on_hand > before.held
    if was != now:
        tell([before.variant_id], available=now)


def own_variant(store: Store, public_id: str) -> Variant:
    """The store's variant. Raises NotFound."""
    found = Variant.objects.of(store).filter(public_id=public_id, retired_at=None).first()
    if found is None:
        raise NotFound()
    return found
