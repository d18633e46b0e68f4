"""Money that belongs to no order: kept apart in the books, and sent back when it came too late or twice."""

from __future__ import annotations

from typing import Any

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.trade.orders.events import PaymentReturned
from regulars.trade.payments.actions import ask_refund
from regulars.trade.payments.models import Payment
from regulars.trade.settlement.actions import (
    forget_unmatched,
    record_refund_sent,
    record_unmatched,
    return_unmatched,
)

REASONS = {
    "late": "Paid after the order had expired and could not be had any more",
    "twice": "The order was paid by another payment before",
    "cancelled": "Paid after the order was cancelled",
    "unknown": "Paid for something that does not exist",
}


def keep_apart(by: Actor, payment: Payment) -> None:
    """Money arrived that does not match its payment: it waits in the books until the market decides."""
    if payment.received_minor > 0:
        record_unmatched(
            by=by,
            ref=payment.public_id,
            provider=payment.provider,
            currency=payment.received_currency,
            amount_minor=payment.received_minor,
            reason=payment.held_reason,
            at=clock.now(),
        )


def send_back(by: Actor, payment: Payment, reason: str) -> None:
    """Owe the whole payment back to the payer and ask the provider to send it, once."""
    now, back = clock.now(), back_ref(payment)
    money: dict[str, Any] = {"provider": payment.provider, "currency": payment.received_currency, "at": now}
    amount = payment.received_minor
    record_unmatched(by=by, ref=payment.public_id, amount_minor=amount, reason=REASONS[reason], **money)
    return_unmatched(by=by, ref=payment.public_id, refund_ref=back, amount_minor=amount, **money)
    ask_refund(by=by, ref=back, payment_ref=payment.ref, amount_minor=amount, payment_id=payment.public_id)
    announce(
        PaymentReturned(
            group=payment.ref,
            payment=payment.public_id,
            amount_minor=amount,
            currency=payment.received_currency,
            reason=reason,
            ref=payment.ref,
        )
    )


def back_ref(payment: Payment) -> str:
    """What a payment is sent back under."""
    return f"bck{payment.public_id[3:]}"


def correct_earlier(by: Actor, payment: Payment) -> None:
    """The provider first told another amount and now the right one: take the first one out of the books."""
    if not payment.held_reason:
        return
    forget_unmatched(
        by=by,
        ref=payment.public_id,
        provider=payment.provider,
        currency=payment.received_currency,
        at=clock.now(),
    )


@action("orders.money_is_back", audit=False)
def money_is_back(
    *, by: Actor, refund_ref: str, refund: str, provider: str, currency: str, amount_minor: int
) -> None:
    """The provider sent money back: the books clear what was owed to the payer. Once per payment refund."""
    record_refund_sent(
        by=by,
        ref=refund_ref,
        provider=provider,
        currency=currency,
        amount_minor=amount_minor,
        at=clock.now(),
        sent_ref=refund,
    )
