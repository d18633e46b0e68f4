"""Stripe: Checkout Sessions, signed webhooks, refunds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from regulars.ground.kit.later import stripe
from regulars.trade.payments.models import Payment, PaymentRefund
from regulars.trade.payments.providers.protocol import (
    BadCallback,
    BadSignature,
    ProviderDown,
    Redirect,
    Refunded,
    RefundRefused,
)
from regulars.trade.payments.rules import Kind, NotExpressible, ProviderMessage, from_stripe, to_stripe

SECONDS = 18
TOLERANCE = 300
SESSION_KINDS: dict[str, Kind] = {
    "checkout.session.completed": "captured",
    "checkout.session.async_payment_succeeded": "captured",
    "checkout.session.async_payment_failed": "failed",
    "checkout.session.expired": "failed",
}
REFUND_KINDS: dict[str, Kind] = {
    "succeeded": "refunded",
    "failed": "refund-failed",
    "canceled": "refund-failed",
}
REFUND_EVENTS = {"refund.created", "refund.updated", "refund.failed", "charge.refund.updated"}


class StripeProvider:
    """Pays over Stripe's own page."""

    name = "stripe"

    def start(self, payment: Payment, return_url: str) -> Redirect:
        """A Checkout Session, once per payment. Raises ProviderDown."""
        try:
            session = _client().v1.checkout.sessions.create(
                params=_session(payment, return_url),
                options={"idempotency_key": f"start-{payment.public_id}"},
            )
        except stripe.StripeError as problem:
            raise ProviderDown() from problem
        return Redirect(session.url or "", session.id)

    def parse_callback(self, headers: Mapping[str, str], body: bytes) -> ProviderMessage:
        """Verify and read a webhook. Raises BadSignature, BadCallback."""
        given = {name.lower(): value for name, value in headers.items()}
        try:
            event = stripe.Webhook.construct_event(
                body.decode(), given.get("stripe-signature", ""), settings.STRIPE_WEBHOOK_SECRET, TOLERANCE
            )
        except stripe.SignatureVerificationError as problem:
            raise BadSignature() from problem
        except ValueError as problem:
            raise BadCallback() from problem
        return _read(event.to_dict())

    def refund(self, refund: PaymentRefund) -> Refunded:
        """Send money back, once per refund. Raises ProviderDown, RefundRefused."""
        try:
            answer = _client().v1.refunds.create(
                params=_refund(refund), options={"idempotency_key": refund.public_id}
            )
        except stripe.InvalidRequestError as problem:
            raise RefundRefused(reason=str(problem)) from problem
        except stripe.StripeError as problem:
            raise ProviderDown() from problem
        if answer.status in {"failed", "canceled"}:
            raise RefundRefused(reason=str(answer.failure_reason or answer.status))
        return Refunded(answer.id, done=answer.status == "succeeded")


def _client() -> Any:
    bases: Any = {"api": settings.STRIPE_API_BASE} if settings.STRIPE_API_BASE else {}
    return stripe.StripeClient(
        settings.STRIPE_SECRET_KEY,
        base_addresses=bases,
        max_network_retries=0,
        http_client=stripe.RequestsClient(timeout=SECONDS),
    )


def _session(payment: Payment, return_url: str) -> dict[str, Any]:
    line = {
        "quantity": 1,
        "price_data": {
            "currency": payment.currency.lower(),
            "unit_amount": to_stripe(payment.amount_minor, payment.currency),
            "product_data": {"name": payment.ref},
        },
    }
    named = {"payment": payment.public_id}
    return {
        "mode": "payment",
        "client_reference_id": payment.public_id,
        "line_items": [line],
        "success_url": return_url,
        "cancel_url": return_url,
        "metadata": named,
        "payment_intent_data": {"metadata": named},
    }


def _refund(refund: PaymentRefund) -> dict[str, Any]:
    currency = refund.payment.received_currency
    return {
        "payment_intent": refund.payment.provider_ref,
        "amount": to_stripe(refund.amount_minor, currency),
        "metadata": {"refund": refund.public_id, "payment": refund.payment.public_id},
    }


def _read(event: dict[str, Any]) -> ProviderMessage:
    try:
        thing = event["data"]["object"]
        if event["type"] in SESSION_KINDS:
            return _of_session(event, thing)
        if event["type"] in REFUND_EVENTS:
            return _of_refund(event, thing)
    except (KeyError, TypeError, NotExpressible) as problem:
        raise BadCallback() from problem
    return ProviderMessage(event["id"], "other", "", payload={"type": event["type"]})


def _of_session(event: dict[str, Any], session: dict[str, Any]) -> ProviderMessage:
    kind = SESSION_KINDS[event["type"]]
    if kind == "captured" and session["payment_status"] != "paid":
        kind = "other"
    currency = str(session["currency"]).upper()
    return ProviderMessage(
        event_id=event["id"],
        kind=kind,
        payment_id=session["client_reference_id"] or "",
        provider_ref=session["payment_intent"] or session["id"],
        amount_minor=from_stripe(session["amount_total"], currency),
        currency=currency,
        payload={"type": event["type"], "session": session["id"]},
    )


def _of_refund(event: dict[str, Any], refund: dict[str, Any]) -> ProviderMessage:
    currency = str(refund["currency"]).upper()
    named = refund.get("metadata") or {}
    return ProviderMessage(
        event_id=event["id"],
        kind=REFUND_KINDS.get(refund["status"], "other"),
        payment_id=named.get("payment", ""),
        provider_ref=refund["id"],
        amount_minor=from_stripe(refund["amount"], currency),
        currency=currency,
        refund_id=named.get("refund", ""),
        payload={"type": event["type"], "status": refund["status"]},
    )
