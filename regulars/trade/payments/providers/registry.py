"""Which providers there are, and which are switched on."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from regulars.trade.payments.providers.protocol import Provider
from regulars.trade.payments.providers.stripe import StripeProvider
from regulars.trade.payments.providers.test import TestProvider

KNOWN: dict[str, Callable[[], Provider]] = {"test": TestProvider, "stripe": StripeProvider}


class UnknownProvider(LookupError):
    """No provider of that name is switched on."""


def names() -> list[str]:
    """The providers that are switched on, in the order in which payers see them."""
    return [name.strip() for name in settings.PAYMENT_PROVIDERS if name.strip()]


def offered() -> list[str]:
    """The providers a payer may go to: the test provider in a demo only, for on its page anybody can say "paid"."""
    return [name for name in names() if name != "test" or settings.DEMO]


def provider(name: str) -> Provider:
    """A provider that is switched on. Raises UnknownProvider."""
    if name not in names() or name not in KNOWN:
        raise UnknownProvider(f"There is no payment provider {name!r} in PAYMENT_PROVIDERS.")
    return KNOWN[name]()
