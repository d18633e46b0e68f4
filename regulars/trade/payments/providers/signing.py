"""Standard Webhooks signatures, judged by the one clock."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from standardwebhooks import Webhook

from regulars.ground.kit import clock
from regulars.trade.payments.providers.protocol import BadSignature

TOLERANCE = timedelta(minutes=5)


def sign(secret: bytes, message_id: str, body: bytes) -> dict[str, str]:
    """The headers that make `body` a signed message of this moment."""
    at = clock.now()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(message_id, at, body.decode()),
    }


def verify(secret: bytes, headers: Mapping[str, str], body: bytes) -> str:
    """The id of a signed message not older (or younger) than five minutes. Raises BadSignature."""
    given = {name.lower(): value for name, value in headers.items()}
    try:
        message_id, said = given["webhook-id"], given["webhook-timestamp"]
        at = datetime.fromtimestamp(int(said), UTC)
        wanted = Webhook(secret).sign(message_id, at, body.decode())
    except (KeyError, ValueError, OverflowError, OSError) as problem:
        raise BadSignature() from problem
    signatures = given.get("webhook-signature", "").split(" ")
    good = [hmac.compare_digest(wanted.encode(), one.encode()) for one in signatures]
    if not any(good) or abs(clock.now() - at) > TOLERANCE:
        raise BadSignature()
    return message_id
