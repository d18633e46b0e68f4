"""Payment providers: each one module with one class, chosen by PAYMENT_PROVIDERS."""

from regulars.trade.payments.providers.protocol import (
    BadCallback,
    BadSignature,
    Provider,
    ProviderDown,
    Redirect,
    Refunded,
    RefundRefused,
)
from regulars.trade.payments.providers.registry import UnknownProvider, names, offered, provider

__all__ = [
    "BadCallback",
    "BadSignature",
    "Provider",
    "ProviderDown",
    "Redirect",
    "RefundRefused",
    "Refunded",
    "UnknownProvider",
    "names",
    "offered",
    "provider",
]
