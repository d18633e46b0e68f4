"""Start-up checks: a provider that does not exist, or lacks its keys, stops the program."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from regulars.trade.payments.providers.registry import KNOWN, names


@register
def providers_exist(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every name in PAYMENT_PROVIDERS is one we know, and there is at least one."""
    found: list[CheckMessage] = [
        Error(
            f"PAYMENT_PROVIDERS names {name!r}, which does not exist.",
            hint=f"Known providers: {', '.join(sorted(KNOWN))}.",
            id="payments.E001",
        )
        for name in names()
        if name not in KNOWN
    ]
    if not names():
        found.append(Error("PAYMENT_PROVIDERS is empty.", hint="Name at least one.", id="payments.E002"))
    return found


@register
def stripe_has_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Stripe without its keys could start payments and never hear of them."""
    wanted = ("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET")
    missing = [name for name in wanted if "stripe" in names() and not getattr(settings, name)]
    return [
        Error(f"Stripe is switched on without {name}.", hint=f"Set {name}.", id="payments.E003")
        for name in missing
    ]
