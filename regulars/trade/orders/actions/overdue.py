"""Returns a store did not answer in time."""

from __future__ import annotations

from regulars.ground.bus.clocked import one_by_one
from regulars.ground.kit import clock
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.trade.orders.actions.returning import accept_by_time
from regulars.trade.orders.models import Return


def accept_overdue(*, by: Actor = SYSTEM, limit: int = 200) -> int:
    """Accept returns whose time to answer is over, each in a transaction of its own; returns how many."""
    due = Return.objects.across_stores("returns of all stores are due by time").filter(
        state="asked", decide_by__lte=clock.now()
    )
    keys = list(due.order_by("decide_by").values_list("pk", flat=True)[:limit])
    return sum(one_by_one(keys, lambda key: accept_by_time(by=by, return_pk=key)))
