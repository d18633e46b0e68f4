"""Advances that nobody pays."""

from __future__ import annotations

from regulars.ground.bus.clocked import one_by_one
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.trade.advances.events import AdvanceLapsed
from regulars.trade.advances.hooks import purposes
from regulars.trade.advances.models import Advance

BATCH = 200


def lapse(by: Actor, row: Advance) -> bool:
    """End an advance that was not paid, and tell whoever asked for it; exactly one caller succeeds."""
    waiting = Advance.objects.of(row.store_id).filter(pk=row.pk, state="awaiting")
    if not waiting.update(state="lapsed", ended_at=clock.now()):
        row.refresh_from_db(fields=["state"])
        return False
    row.state = "lapsed"
    purposes.get(row.purpose).on_lapsed(by, row)
    announce(
        AdvanceLapsed(
            advance=row.public_id,
            purpose=row.purpose,
            about=row.ref,
            store_id=row.store_id,
            person_id=row.person_id,
            ref=row.public_id,
        )
    )
    return True


@action("advances.lapse", audit=False)
def lapse_advance(*, by: Actor, advance_pk: int) -> bool:
    """End one advance whose time to pay is over; False when it was paid or ended in the meantime."""
    rows = Advance.objects.across_stores("advances of all stores end by time").select_related("store")
    row = rows.filter(pk=advance_pk, state="awaiting", pay_until__lte=clock.now()).first()
    return row is not None and lapse(by, row)


@action("advances.withdraw")
def withdraw_advance(*, by: Actor, advance: Advance) -> bool:
    """What asked for the money no longer wants it; False when it was paid or ended before. Safe to repeat."""
    return lapse(by, advance)


def lapse_advances(*, by: Actor = SYSTEM, limit: int = BATCH) -> int:
    """End advances whose time to pay is over, each in a transaction of its own; returns how many."""
    rows = Advance.objects.across_stores("advances of all stores end by time")
    due = rows.filter(state="awaiting", pay_until__lte=clock.now()).order_by("pay_until")
    keys = list(due.values_list("pk", flat=True)[:limit])
    return sum(one_by_one(keys, lambda pk: lapse_advance(by=by, advance_pk=pk)))
