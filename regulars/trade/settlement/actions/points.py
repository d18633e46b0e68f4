"""Points of a store's members as what the store owes them."""

from __future__ import annotations

from datetime import datetime

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.trade.settlement.actions.posting import write
from regulars.trade.settlement.models import Entry
from regulars.trade.settlement.rules import points_entry


@action("settlement.record_points", audit=False)
def record_points(
    *, by: Actor, key: str, store_id: int, currency: str, amount_minor: int, kind: str, ref: str, at: datetime
) -> Entry | None:
    """Points worth `amount_minor` came (negative: went). Once per `key`; points worth nothing are no entry."""
    if not amount_minor:
        return None
    return write(points_entry(f"points:{key}", store_id, currency, at, amount_minor, kind, ref))
