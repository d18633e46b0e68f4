"""A refund: owed to the payer, then sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.trade.settlement.actions.posting import posted, write
from regulars.trade.settlement.actions.turns import take_turn
from regulars.trade.settlement.models import Entry
from regulars.trade.settlement.queries.balances import ref_parts
from regulars.trade.settlement.rules import OrderShare, refund_entry, refund_sent_entry


class OverRefund(RuntimeError):
    """More would go back than the order holds. A mistake of the caller, so it is loud."""


@action("settlement.record_refund", audit=False)
def record_refund(
    *,
    by: Actor,
    ref: str,
    order_ref: str,
    provider: str,
    store_id: int,
    currency: str,
    amount_minor: int,
    market_discount_minor: int = 0,
    commission_minor: int = 0,
    at: datetime,
    completed: bool | None = None,
    over: Mapping[str, int] | None = None,
) -> Entry:
    """`amount_minor` is owed back to the payer, with the market's discount and commission that went with it.

    Once per `ref`. It goes back by `provider`, or split by `over` (provider -> amount). Before completion it comes
    out of escrow; after, from what the store is owed, which may go below zero and is then kept back from later
    payouts. `completed=None` asks the books themselves.
    Raises OverRefund when escrow does not hold as much.
    """
    take_turn(order_ref)
    before = posted(f"refund:{ref}")
    if before is not None:
        return before
    done = completed if completed is not None else posted(f"completion:{order_ref}") is not None
    share = OrderShare(order_ref, store_id, amount_minor, market_discount_minor, commission_minor)
    if not done:
        _within_escrow(share, currency)
    by_provider = {provider: amount_minor} if over is None else over
    return write(refund_entry(ref, by_provider, currency, at, share, completed=done))


def _within_escrow(share: OrderShare, currency: str) -> None:
    held = -sum(ref_parts("escrow", currency, share.order_ref, share.store_id).values())
    if share.paid_minor + share.market_discount_minor - share.commission_minor > held:
        raise OverRefund(f"{share.order_ref} holds {held}")


@action("settlement.record_refund_sent", audit=False)
def record_refund_sent(
    *,
    by: Actor,
    ref: str,
    provider: str,
    currency: str,
    amount_minor: int,
    at: datetime,
    sent_ref: str = "",
) -> Entry:
    """The provider sent `amount_minor` of the refund `ref`. Once per `sent_ref` (by default `ref`).

    `sent_ref` is the payment refund, when one refund goes back over several payments.
    """
    return write(refund_sent_entry(ref, sent_ref or ref, provider, currency, amount_minor, at))
