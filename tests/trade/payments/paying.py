"""Short forms for the tests of payments."""

from __future__ import annotations

from typing import Any

from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.trade.payments import actions
from regulars.trade.payments.models import Payment
from regulars.trade.payments.rules import ProviderMessage

OLGA = Actor("operator", person_id=1, rights=frozenset({"market.read", "market.money"}))
PROVIDER = Actor("provider")


def start(ref: str = "grp_1", amount: int = 10_000, currency: str = "CNY") -> Payment:
    """An attempt to pay over the test provider."""
    return actions.start_payment(by=SYSTEM, ref=ref, amount_minor=amount, currency=currency, provider="test")


def said(payment: Payment, event_id: str = "ev_1", **more: Any) -> ProviderMessage:
    """What a provider says about a payment: captured as it should be, unless told otherwise."""
    values: dict[str, Any] = {
        "kind": "captured",
        "payment_id": payment.public_id,
        "provider_ref": f"pi_{payment.public_id}",
        "amount_minor": payment.amount_minor,
        "currency": payment.currency,
    }
    return ProviderMessage(event_id=event_id, **(values | more))


def hear(message: ProviderMessage) -> actions.Outcome:
    """Receive it from the test provider."""
    return actions.receive(by=PROVIDER, provider="test", message=message)


def paid(ref: str = "grp_1", amount: int = 10_000) -> Payment:
    """A captured payment."""
    payment = start(ref, amount)
    hear(said(payment, f"ev_{payment.public_id}"))
    payment.refresh_from_db()
    return payment
