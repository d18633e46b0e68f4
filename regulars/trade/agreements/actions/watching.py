"""Running agreements are looked at every few hours: silence is written down, and whose turn it is, is reminded."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from regulars.ground.bus.clocked import one_by_one
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.trade.agreements.actions.silence import approve_by_silence, silent
from regulars.trade.agreements.actions.turning import about
from regulars.trade.agreements.events import DutyDue
from regulars.trade.agreements.models import Agreement, Duty
from regulars.trade.agreements.queries.standing import Now, now_of, nows_of, today
from regulars.trade.agreements.rules.states import SIGNED

Wanted = Literal["", "soon", "late"]
BATCH = 500
AGAIN = timedelta(hours=3)
SOON = timedelta(days=1)
# Who was told within this time that it is their turn is not reminded of a day that is close.
JUST_TOLD = timedelta(hours=20)


def watch(*, by: Actor = SYSTEM, limit: int = BATCH) -> int:
    """Look at those longest not looked at; returns how many were reminded or approved by silence."""
    rows = Agreement.objects.across_stores("days pass everywhere").filter(state=SIGNED)
    waiting = list(rows.filter(watched_at__lte=clock.now() - AGAIN).order_by("watched_at", "pk")[:limit])
    rows.filter(pk__in=[row.pk for row in waiting]).update(watched_at=clock.now())
    return sum(one_by_one(nows_of(waiting).values(), lambda now: _looked_at(by, now)))


def _looked_at(by: Actor, now: Now) -> bool:
    if silent(now):
        return approve_by_silence(by=by, agreement_pk=now.row.pk)
    return bool(wanted(now, today())) and remind(by=by, agreement_pk=now.row.pk)


def wanted(now: Now, day: date) -> Wanted:
    """Of what the side whose turn it is was not reminded yet: a day that is close, or one that has passed."""
    turn = now.turn
    if turn is None or now.state != SIGNED:
        return ""
    duty = now.duties[turn.milestone.key]
    if day > turn.due:
        return "" if duty.told_late == turn.due else "late"
    close = turn.due - day <= SOON and clock.now() - now.row.moved_at >= JUST_TOLD
    return "soon" if close and duty.told_due != turn.due else ""


@action("agreements.remind", audit=False)
def remind(*, by: Actor, agreement_pk: int) -> bool:
    """Remind the side whose turn it is, once for each day and each lateness. System only."""
    row = Agreement.objects.across_stores("days pass everywhere").filter(pk=agreement_pk).first()
    now = now_of(row) if row is not None else None
    how = wanted(now, today()) if now is not None else ""
    if row is None or now is None or now.turn is None or not how:
        return False
    turn, column = now.turn, "told_late" if how == "late" else "told_due"
    duties = Duty.objects.of(row.store_id).filter(agreement=row, key=turn.milestone.key, done_at=None)
    if not duties.exclude(**{column: turn.due}).update(**{column: turn.due}):
        return False
    announce(
        DutyDue(
            milestone=turn.milestone.key,
            kind=turn.milestone.kind,
            side=turn.milestone.who,
            due=turn.due.isoformat(),
            late=how == "late",
            **about(row),
        )
    )
    return True
