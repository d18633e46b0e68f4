"""Money that matched nothing is given its place, and sent back when it is the payer's."""

from __future__ import annotations

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.models import Store
from regulars.trade.payments.actions import ask_refund
from regulars.trade.payments.models import Payment
from regulars.trade.settlement.actions import resolve_discrepancy
from regulars.trade.settlement.models import Discrepancy, Entry
from regulars.trade.settlement.queries import discrepancies, ref_parts


@action("orders.settle_discrepancy")
def settle_discrepancy(
    *, by: Actor, discrepancy_id: str, resolution: str, to: str = "", store: Store | None = None
) -> Entry | None:
    """Close a discrepancy with the reason and move its money "to" payer, store or market.

    For the payer the debt is booked and the refund asked of the payment's provider in one transaction.
    Needs market.money. Raises NotFound, WhereTo, BadInput for an empty reason, RefundTooLarge.
    """
    by.require("market.money")
    row = discrepancies().filter(public_id=discrepancy_id).first()
    if row is None:
        raise NotFound()
    payment = Payment.objects.filter(public_id=row.ref).first()
    left = -sum(ref_parts("unmatched", row.currency, row.ref).values())
    entry = resolve_discrepancy(
        by=by,
        discrepancy_id=discrepancy_id,
        resolution=resolution,
        to=to,
        store_id=store.pk if store else None,
        provider=payment.provider if payment else "",
    )
    if to == "payer" and entry is not None and payment is not None:
        _send_back(by, row, payment, left)
    return entry


def _send_back(by: Actor, row: Discrepancy, payment: Payment, amount_minor: int) -> None:
    ask_refund(
        by=by,
        ref=row.public_id,
        payment_ref=payment.ref,
        amount_minor=amount_minor,
        payment_id=payment.public_id,
    )
