"""A draw begins: its seed is made, sealed and fixed by its fingerprint before the first entry."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.refusals import Refusal
from regulars.people.merchants.models import Store
from regulars.trade.draws.models import Draw, Seed
from regulars.trade.draws.rules.chain import beginning, commitment

BYTES = 32


class SeedLost(Refusal):
    """The market's key is not the one the seed was sealed with."""

    status = 503
    code = "seed-lost"
    sentence = _(
        "This cannot be drawn: the key of the market was changed since. Put the old one into SECRET_KEY_FALLBACKS."
    )


def begin_draw(store: Store, terms: Mapping[str, Any]) -> Draw:
    """Fix a fresh seed and the terms."""
    seed = secrets.token_hex(BYTES)
    row = Draw(store=store, terms=dict(terms))
    row.commitment = commitment(row.public_id, seed)
    row.head = beginning(row.public_id, row.commitment, terms)
    row.save()
    Seed.objects.create(draw=row, sealed=_sealed(row, bytes.fromhex(seed), settings.SECRET_KEY).hex())
    return row


def unsealed(draw: Draw) -> str:
    """The seed of a draw, for the draw itself. Raises SeedLost."""
    sealed = bytes.fromhex(Seed.objects.get(draw=draw).sealed)
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        seed = _sealed(draw, sealed, key).hex()
        if commitment(draw.public_id, seed) == draw.commitment:
            return seed
    raise SeedLost()


def locked(draw: Draw | None) -> Draw | None:
    """The draw while nobody else enters, draws or stops it."""
    if draw is None:
        return None
    return Draw.objects.of(draw.store_id).select_for_update().get(pk=draw.pk)


def _sealed(draw: Draw, data: bytes, key: str) -> bytes:
    """The data under a pad of the market's key that serves this draw alone; twice gives it back."""
    pad = hmac.digest(key.encode(), f"draws.seed {draw.public_id}".encode(), "sha256")
    return bytes(one ^ other for one, other in zip(data, pad, strict=True))
