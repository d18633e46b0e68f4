"""What the provider held arrives in the bank."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.trade.settlement.actions.discrepancies import found
from regulars.trade.settlement.actions.posting import posted, write
from regulars.trade.settlement.models import Entry
from regulars.trade.settlement.rules import Settled, provider_settled_entry


@action("settlement.record_provider_settled")
def record_provider_settled(
    *,
    by: Actor,
    ref: str,
    provider: str,
    currency: str,
    received_minor: int,
    items: Sequence[Settled],
    at: datetime,
    fee_minor: int = 0,
) -> Entry:
    """A transfer `ref` of the provider arrived for `items`. Once per provider and `ref`. Needs market.money.

    When received + fee is not the sum of the items, the difference stays in transit with a Discrepancy.
    """
    by.require("market.money")
    before = posted(f"provider-settled:{provider}:{ref}")
    if before is not None:
        return before
    draft = provider_settled_entry(ref, provider, currency, at, received_minor, fee_minor, items)
    over = received_minor + fee_minor - sum(item.amount_minor for item in items)
    if over:
        found(ref, "settlement-differs", over, currency, f"{provider} sent {over:+d} against its items")
    return write(draft)
