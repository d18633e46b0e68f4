"""What a provider says, in our words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["captured", "failed", "refunded", "refund-failed", "other"]


@dataclass(frozen=True, slots=True)
class ProviderMessage:
    """One message of a provider, its signature verified.

    `payment_id` is our payment's public id, `provider_ref` the provider's own id of the money,
    `refund_id` our payment refund's public id. `amount_minor` is in our minor units of `currency`.
    """

    event_id: str
    kind: Kind
    payment_id: str
    provider_ref: str = ""
    amount_minor: int = 0
    currency: str = ""
    refund_id: str = ""
    payload: dict[str, Any] = field(default_factory=dict)


def mismatch(amount_minor: int, currency: str, said: ProviderMessage) -> str:
    """Why what arrived is not what was to be paid; empty when it is."""
    if said.currency != currency:
        return f"{said.provider_ref or said.event_id} is in {said.currency}, not {currency}"
    if said.amount_minor != amount_minor:
        return f"{said.provider_ref or said.event_id} is {said.amount_minor} {currency}, not {amount_minor}"
    return ""
