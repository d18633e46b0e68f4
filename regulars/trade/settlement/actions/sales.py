"""A sale: captured, then complete."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.trade.settlement.actions.discrepancies import found
from regulars.trade.settlement.actions.posting import posted, write
from regulars.trade.settlement.actions.turns import take_turn
from regulars.trade.settlement.models import Entry
from regulars.trade.settlement.queries.balances import ref_parts
from regulars.trade.settlement.rules import (
    AdvanceShare,
    OrderShare,
    capture_entry,
    completion_entry,
    difference,
)


class NotCaptured(RuntimeError):
    """An order without money in escrow cannot complete. A mistake of the caller, so it is loud."""


@action("settlement.record_capture", audit=False)
def record_capture(
    *,
    by: Actor,
    ref: str,
    provider: str,
    currency: str,
    at: datetime,
    orders: Sequence[OrderShare],
    received_minor: int,
    advances: Sequence[AdvanceShare] = (),
) -> Entry:
    """A payment for `ref` was captured and belongs to `orders`, with `advances` paid before. Once per `ref`.

    When what came is not what the payer owed, the difference stays in transit with a Discrepancy.
    """
    before = posted(f"capture:{ref}")
    if before is not None:
        return before
    entry = write(capture_entry(ref, provider, currency, at, orders, received_minor, advances))
    over = difference(orders, received_minor, advances)
    if over:
        found(ref, "capture-differs", over, currency, f"{provider} received {over:+d} against the orders")
    return entry


@action("settlement.record_completion", audit=False)
def record_completion(*, by: Actor, order_ref: str, store_id: int, currency: str, at: datetime) -> Entry:
    """The order is complete: what is left in escrow becomes the store's. Once per order.

    Raises NotCaptured when the books know of no money for the order.
    """
    take_turn(order_ref)
    before = posted(f"completion:{order_ref}")
    if before is not None:
        return before
    escrow = ref_parts("escrow", currency, order_ref, store_id)
    held = ref_parts("commission_held", currency, order_ref)
    if not escrow:
        raise NotCaptured(f"nothing was captured for {order_ref}")
    return write(completion_entry(order_ref, store_id, currency, at, escrow, sum(held.values())))
