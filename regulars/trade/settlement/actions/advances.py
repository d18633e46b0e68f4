"""Money paid ahead, as the books see it."""

from __future__ import annotations

from datetime import datetime

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.trade.settlement.actions.posting import write
from regulars.trade.settlement.models import Entry
from regulars.trade.settlement.rules import advance_entry, advance_kept_entry, advance_returned_entry


@action("settlement.record_advance", audit=False)
def record_advance(
    *,
    by: Actor,
    ref: str,
    payment: str,
    provider: str,
    store_id: int,
    currency: str,
    amount_minor: int,
    at: datetime,
) -> Entry:
    """The advance `ref` was paid by `payment`. Once per `ref`."""
    return write(advance_entry(ref, payment, provider, store_id, currency, amount_minor, at))


@action("settlement.record_advance_returned", audit=False)
def record_advance_returned(
    *, by: Actor, ref: str, provider: str, store_id: int, currency: str, amount_minor: int, at: datetime
) -> Entry:
    """The advance goes back to its payer; a refund called `ref` is owed. Once per `ref`."""
    return write(advance_returned_entry(ref, provider, store_id, currency, amount_minor, at))


@action("settlement.record_advance_kept", audit=False)
def record_advance_kept(
    *,
    by: Actor,
    ref: str,
    store_id: int,
    currency: str,
    amount_minor: int,
    commission_minor: int,
    at: datetime,
) -> Entry:
    """The advance is the store's, less the commission. Once per `ref`."""
    return write(advance_kept_entry(ref, store_id, currency, amount_minor, commission_minor, at))
