"""Money goes back: asked for inside the transaction that decides it, carried out after, until it is done."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import NotFound, Refusal
from regulars.trade.payments.events import PaymentRefunded, PaymentRefundFailed
from regulars.trade.payments.models import Payment, PaymentRefund
from regulars.trade.payments.providers import ProviderDown, RefundRefused, UnknownProvider, provider
from regulars.trade.payments.rules import MAX_ATTEMPTS, backoff, split

log = logging.getLogger("regulars.payments")


class RefundTooLarge(Refusal):
    """More than was paid, or than is left of it."""

    status = 409
    code = "refund-too-large"
    sentence = _("This is more than is left of the payment. Reload the page and choose a smaller amount.")


@action("payments.ask_refund")
def ask_refund(
    *,
    by: Actor,
    ref: str,
    payment_ref: str,
    amount_minor: int,
    payment_id: str = "",
    then: Sequence[str] = (),
) -> list[PaymentRefund]:
    """Send `amount_minor` of what was paid for `payment_ref` back, once per `ref`. Raises RefundTooLarge.

    Taken from the captured payment, and from those for the refs `then`, one after the other, when that is not
    enough; with `payment_id` from that one, captured or held. Only asks: the
    provider is called after the transaction, and PaymentRefunded tells when the money is gone.
    """
    names = _refs(ref, len(then))
    before = list(PaymentRefund.objects.filter(ref__in=names).select_related("payment").order_by("ref"))
    if before or not amount_minor:
        return before
    payments = _refundable([payment_ref, *then], payment_id)
    room = [payment.received_minor - payment.refunded_minor for payment in payments]
    try:
        parts = split(amount_minor, room)
    except ValueError:
        raise RefundTooLarge(left_minor=sum(room))
    return [
        _ask(payment, named, part)
        for payment, named, part in zip(payments, names, parts, strict=False)
        if part
    ]


def _refs(ref: str, more: int) -> list[str]:
    return [ref, *(f"{ref}#{number}" for number in range(2, 10 + more))]


def _refundable(refs: list[str], payment_id: str) -> list[Payment]:
    if payment_id:
        return list(Payment.objects.filter(ref=refs[0], public_id=payment_id, state__in=["captured", "held"]))
    captured = Payment.objects.filter(ref__in=refs, state="captured").order_by("pk")
    return sorted(captured, key=lambda payment: refs.index(payment.ref))


def _ask(payment: Payment, ref: str, amount_minor: int) -> PaymentRefund:
    taken = Payment.objects.filter(
        pk=payment.pk, received_minor__gte=F("refunded_minor") + amount_minor
    ).update(refunded_minor=F("refunded_minor") + amount_minor)
    if not taken:
        raise RefundTooLarge()
    return PaymentRefund.objects.create(payment=payment, ref=ref, amount_minor=amount_minor)


def carry_out_due(limit: int = 50) -> int:
    """Carry out asked refunds whose time has come. Returns how many were tried."""
    due = PaymentRefund.objects.filter(state="asked", next_at__lte=clock.now()).order_by("next_at")
    ids = list(due.values_list("public_id", flat=True)[:limit])
    return sum(carry_out_refund(refund_id) for refund_id in ids)


def carry_out_refund(refund_id: str) -> bool:
    """Call the provider for one refund; whether it was this caller's turn. Runs outside any transaction.

    A crash between the call and its record repeats the call under the same key, which the provider
    answers with the same refund.
    """
    if not claim_refund(by=SYSTEM, refund_id=refund_id):
        return False
    refund = PaymentRefund.objects.select_related("payment").get(public_id=refund_id)
    try:
        answer = provider(refund.payment.provider).refund(refund)
    except RefundRefused as refused:
        refund_failed(by=SYSTEM, refund_id=refund_id, error=str(refused.details.get("reason", refused.code)))
    except (ProviderDown, UnknownProvider) as problem:
        _try_later(refund, problem)
    else:
        _answered(refund_id, answer.provider_ref, answer.done)
    return True


def _answered(refund_id: str, provider_ref: str, done: bool) -> None:
    if done:
        refund_done(by=SYSTEM, refund_id=refund_id, provider_ref=provider_ref)
    else:
        refund_sent(by=SYSTEM, refund_id=refund_id, provider_ref=provider_ref)


def _try_later(refund: PaymentRefund, problem: Exception) -> None:
    log.warning("refund %s: %s", refund.public_id, problem)
    if refund.attempts >= MAX_ATTEMPTS:
        refund_failed(by=SYSTEM, refund_id=refund.public_id, error=str(problem))


@action("payments.claim_refund", audit=False)
def claim_refund(*, by: Actor, refund_id: str) -> bool:
    """Take the next try of a refund; nobody else gets it until its pause is over."""
    due = PaymentRefund.objects.filter(state="asked", next_at__lte=clock.now())
    refund = due.filter(public_id=refund_id).first()
    if refund is None:
        return False
    tries = refund.attempts + 1
    return bool(
        PaymentRefund.objects.filter(pk=refund.pk, state="asked", attempts=refund.attempts).update(
            attempts=tries, next_at=clock.now() + backoff(tries)
        )
    )


@action("payments.refund_sent", audit=False)
def refund_sent(*, by: Actor, refund_id: str, provider_ref: str) -> None:
    """The provider has the refund and will call when it is done."""
    PaymentRefund.objects.filter(public_id=refund_id, state="asked").update(
        state="sent", provider_ref=provider_ref, error=""
    )


@action("payments.refund_done")
def refund_done(*, by: Actor, refund_id: str, provider_ref: str = "") -> PaymentRefund:
    """The money is back with the payer; counted and announced once. Raises NotFound."""
    refund = _refund(refund_id)
    taken = (
        PaymentRefund.objects.filter(pk=refund.pk)
        .exclude(state="done")
        .update(state="done", done_at=clock.now(), provider_ref=provider_ref or refund.provider_ref, error="")
    )
    if taken:
        announce(PaymentRefunded(**_told(refund)))
    refund.refresh_from_db()
    return refund


@action("payments.refund_failed")
def refund_failed(*, by: Actor, refund_id: str, error: str) -> PaymentRefund:
    """The provider will not send this refund; it stays owed until somebody acts. Raises NotFound."""
    refund = _refund(refund_id)
    taken = PaymentRefund.objects.filter(pk=refund.pk, state__in=["asked", "sent"]).update(
        state="failed", error=error[:300]
    )
    if taken:
        announce(PaymentRefundFailed(**_told(refund), error=error[:300]))
    refund.refresh_from_db()
    return refund


@action("payments.try_again")
def try_again(*, by: Actor, refund_id: str) -> PaymentRefund:
    """Ask the provider once more for a failed refund. Needs market.money. Raises NotFound."""
    by.require("market.money")
    PaymentRefund.objects.filter(public_id=refund_id, state="failed").update(
        state="asked", attempts=0, next_at=clock.now(), error=""
    )
    return _refund(refund_id)


def _refund(public_id: str) -> PaymentRefund:
    found = PaymentRefund.objects.select_related("payment").filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def _told(refund: PaymentRefund) -> dict[str, Any]:
    payment = refund.payment
    return {
        "refund": refund.public_id,
        "refund_ref": refund.ref.partition("#")[0],
        "payment": payment.public_id,
        "payment_ref": payment.ref,
        "provider": payment.provider,
        "amount_minor": refund.amount_minor,
        "currency": payment.received_currency,
        "ref": payment.ref,
    }
