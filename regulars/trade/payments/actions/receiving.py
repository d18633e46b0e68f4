"""A provider says something: taken once, believed only when it matches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.statements import Become, change, insert, statement, update
from regulars.trade.payments.actions.refunds import refund_done, refund_failed
from regulars.trade.payments.events import PaymentHeld
from regulars.trade.payments.models import Payment, ProviderEvent
from regulars.trade.payments.rules import ProviderMessage, mismatch

OPEN = ("started", "failed", "held")
ALERTS = {"held", "overpaid", "unknown", "refund-failed"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a message came to.

    captured: the payment is paid, now and for the first time. repeat: known already. held: money that
    does not match. overpaid: the ref was paid by another payment before; the money is held. failed:
    the attempt is over. refunded / refund-failed: of a refund. unknown: not one of our payments.
    ignored: means nothing here.
    """

    kind: Literal[
        "captured", "repeat", "held", "overpaid", "failed", "refunded", "refund-failed", "unknown", "ignored"
    ]
    payment: Payment | None = None
    reason: str = ""

    @property
    def alert(self) -> bool:
        """Whether somebody has to look."""
        return self.kind in ALERTS


@action("payments.receive", audit=False)
def receive(*, by: Actor, provider: str, message: ProviderMessage) -> Outcome:
    """Take a provider's verified message, once per event id, in whatever order they come.

    A payment becomes captured at most once, a ref is captured by at most one payment, and only the
    exact amount in the exact currency counts.
    """
    event = _once(provider, message)
    payment = _payments.first(provider, message.payment_id)
    if event is None:
        return Outcome("repeat", payment)
    outcome = _judge(payment, message)
    event.outcome = f"{outcome.kind}: {outcome.reason}"[:200]
    update(event, "outcome")
    return outcome


@statement
def _payments(provider: str, payment_id: str) -> QuerySet[Payment, Payment]:
    return Payment.objects.filter(provider=provider, public_id=payment_id)


def _once(provider: str, message: ProviderMessage) -> ProviderEvent | None:
    try:
        with transaction.atomic():
            return insert(
                ProviderEvent(
                    provider=provider, event_id=message.event_id, kind=message.kind, payload=message.payload
                )
            )
    except IntegrityError:
        return None


def _judge(payment: Payment | None, message: ProviderMessage) -> Outcome:
    if message.kind == "other":
        return Outcome("ignored", payment)
    if payment is None:
        return Outcome("unknown", None, f"there is no payment {message.payment_id}")
    if message.kind == "captured":
        return _capture(payment, message)
    if message.kind == "failed":
        return _fail(payment)
    return _refund(payment, message)


def _capture(payment: Payment, message: ProviderMessage) -> Outcome:
    wrong = mismatch(payment.amount_minor, payment.currency, message)
    if wrong:
        return _hold(payment, message, wrong)
    try:
        with transaction.atomic():
            ours = message.provider_ref or payment.provider_ref
            taken = _captured(payment.pk, ours, message.amount_minor, message.currency, clock.now())
    except IntegrityError:
        held = _hold(payment, message, f"{payment.ref} was paid by another payment")
        return Outcome("overpaid", held.payment, held.reason) if held.kind == "held" else held
    return Outcome("captured" if taken else "repeat", _payments.first(payment.provider, payment.public_id))


def _hold(payment: Payment, message: ProviderMessage, reason: str) -> Outcome:
    held = _open(payment.pk).update(
        provider_ref=message.provider_ref or payment.provider_ref,
        received_minor=message.amount_minor,
        received_currency=message.currency,
        captured_at=None,
        state="held",
        held_reason=reason[:200],
    )
    if not held:
        return Outcome("ignored", payment, f"captured before; now {reason}")
    payment.refresh_from_db()
    announce(
        PaymentHeld(
            payment=payment.public_id,
            payment_ref=payment.ref,
            provider=payment.provider,
            amount_minor=message.amount_minor,
            currency=message.currency,
            reason=reason,
            ref=payment.ref,
        )
    )
    return Outcome("held", payment, reason)


@change
def _captured(payment: int, provider_ref: str, minor: int, currency: str, now: datetime) -> Become[Payment]:
    return _open(payment), {
        "provider_ref": provider_ref,
        "received_minor": minor,
        "received_currency": currency,
        "captured_at": now,
        "state": "captured",
        "captured_minor": minor,
    }


def _open(payment: int) -> QuerySet[Payment, Payment]:
    """A payment that is not captured; a held one keeps waiting for the right message."""
    return Payment.objects.filter(pk=payment, state__in=OPEN, refunded_minor=0)


def _fail(payment: Payment) -> Outcome:
    if not Payment.objects.filter(pk=payment.pk, state="started").update(state="failed"):
        return Outcome("ignored", payment, f"the payment is {payment.state}")
    payment.refresh_from_db()
    return Outcome("failed", payment)


def _refund(payment: Payment, message: ProviderMessage) -> Outcome:
    known = payment.refunds.filter(public_id=message.refund_id).exists()
    if not known:
        return Outcome("unknown", payment, f"{payment.public_id} has no refund {message.refund_id}")
    if message.kind == "refunded":
        refund_done(by=_PROVIDER, refund_id=message.refund_id, provider_ref=message.provider_ref)
        return Outcome("refunded", payment)
    refund_failed(by=_PROVIDER, refund_id=message.refund_id, error=f"{message.provider_ref} failed")
    return Outcome("refund-failed", payment)


_PROVIDER = Actor("provider")
