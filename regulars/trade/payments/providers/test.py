"""The test provider: no network, no money; its callbacks are signed like real ones."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, get_args

import orjson
from django.conf import settings

from regulars.ground.kit.ids import new_id
from regulars.trade.payments.models import Payment, PaymentRefund
from regulars.trade.payments.providers.protocol import BadCallback, Redirect, Refunded
from regulars.trade.payments.providers.signing import sign, verify
from regulars.trade.payments.rules import Kind, ProviderMessage


def secret() -> bytes:
    """The signing key of this installation's test provider."""
    return hmac.new(settings.SECRET_KEY.encode(), b"payments.test", hashlib.sha256).digest()


def signed(payload: dict[str, Any], event_id: str = "") -> tuple[dict[str, str], bytes]:
    """Headers and body of a callback as the test provider would send it now."""
    body = orjson.dumps(payload)
    return sign(secret(), event_id or new_id("tev"), body), body


class TestProvider:
    """Pays when told to."""

    name = "test"

    def start(self, payment: Payment, return_url: str) -> Redirect:
        """A page of our own with buttons for what may happen."""
        return Redirect(f"/pay/test/{payment.public_id}", f"test_{payment.public_id}")

    def parse_callback(self, headers: Mapping[str, str], body: bytes) -> ProviderMessage:
        """Verify and read a callback of `signed`. Raises BadSignature, BadCallback."""
        event_id = verify(secret(), headers, body)
        try:
            return _read(event_id, orjson.loads(body))
        except (KeyError, TypeError, ValueError) as problem:
            raise BadCallback() from problem

    def refund(self, refund: PaymentRefund) -> Refunded:
        """Done at once; the same refund always gets the same id."""
        return Refunded(f"test_{refund.public_id}", done=True)


def _read(event_id: str, payload: dict[str, Any]) -> ProviderMessage:
    kind: Kind = payload["kind"]
    if kind not in get_args(Kind):
        raise ValueError(f"no kind {kind!r}")
    return ProviderMessage(
        event_id=event_id,
        kind=kind,
        payment_id=str(payload["payment"]),
        provider_ref=str(payload.get("provider_ref", "")),
        amount_minor=int(payload.get("amount_minor", 0)),
        currency=str(payload.get("currency", "")),
        refund_id=str(payload.get("refund", "")),
        payload=payload,
    )
