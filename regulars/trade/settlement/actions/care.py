"""Money of service plans: kept aside when the order completes, earned by day, given back with a refund."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.trade.settlement.actions.posting import posted, write
from regulars.trade.settlement.actions.turns import take_turn
from regulars.trade.settlement.models import Entry
from regulars.trade.settlement.queries.care import aside_of
from regulars.trade.settlement.rules import earned_entry, earned_key, released_entry, set_aside_entry


class OverEarned(RuntimeError):
    """More would leave a contract than lies aside for it. A mistake of the caller, so it is loud."""


@action("settlement.set_aside", audit=False)
def record_set_aside(
    *, by: Actor, contract: str, store_id: int, currency: str, net_minor: int, at: datetime
) -> Entry | None:
    """`net_minor` of a completed order waits on `contract` (a public id). Once per contract; nothing is no entry."""
    if not net_minor:
        return None
    return write(set_aside_entry(contract, store_id, currency, at, net_minor))


@action("settlement.service_earned", audit=False)
def record_earned(
    *, by: Actor, store_id: int, currency: str, day: date, at: datetime, earned: Mapping[str, int]
) -> Entry | None:
    """What contracts (public id -> minor units) earned until the beginning of `day`. Once per store and day.

    Raises OverEarned when a contract holds less.
    """
    if not any(earned.values()):
        return None
    take_turn(f"service:{store_id}:{currency}")
    key = earned_key(store_id, currency, day)
    before = posted(key)
    if before is not None:
        return before
    _within(store_id, currency, earned)
    return write(earned_entry(key, day.isoformat(), store_id, currency, at, earned))


@action("settlement.service_caught_up", audit=False)
def record_earned_so_far(
    *, by: Actor, contract: str, ref: str, store_id: int, currency: str, at: datetime, minor: int
) -> Entry | None:
    """What one contract earned and nobody booked yet, before its money changes for `ref`. Once per `ref`."""
    if not minor:
        return None
    take_turn(f"service:{store_id}:{currency}")
    key = f"service-earned:{contract}:{ref}"
    before = posted(key)
    if before is not None:
        return before
    _within(store_id, currency, {contract: minor})
    return write(earned_entry(key, contract, store_id, currency, at, {contract: minor}))


@action("settlement.service_released", audit=False)
def record_released(
    *, by: Actor, contract: str, ref: str, store_id: int, currency: str, net_minor: int, at: datetime
) -> Entry | None:
    """`net_minor` that lay aside went back with the refund `ref`. Once per contract and refund.

    Raises OverEarned when less lies aside.
    """
    if not net_minor:
        return None
    take_turn(f"service:{store_id}:{currency}")
    draft = released_entry(contract, ref, store_id, currency, at, net_minor)
    before = posted(draft.key)
    if before is not None:
        return before
    _within(store_id, currency, {contract: net_minor})
    return write(draft)


def _within(store_id: int, currency: str, leaving: Mapping[str, int]) -> None:
    held = aside_of(store_id, currency, leaving)
    for contract, minor in leaving.items():
        if not 0 <= minor <= held.get(contract, 0):
            raise OverEarned(f"{contract} holds {held.get(contract, 0)}, not {minor}")
