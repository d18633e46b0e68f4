"""A proof that nobody answers in the agreed days counts as approved. Every reading says so; here it is written down."""

from __future__ import annotations

from datetime import timedelta

from regulars.ground.bus.outbox import announce
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.trade.agreements.actions.turning import MovedOn, about, happen, take
from regulars.trade.agreements.events import MilestoneDone
from regulars.trade.agreements.models import Agreement, Duty
from regulars.trade.agreements.queries.finding import WITH
from regulars.trade.agreements.queries.standing import Now, end_of, now_of
from regulars.trade.agreements.rules import Standing
from regulars.trade.agreements.rules.states import SIGNED


def silent(now: Now) -> list[Standing]:
    """Approvals that silence gave and nobody has written down."""
    return [
        one
        for one in now.standing
        if one.milestone.kind == "approve"
        and one.done is not None
        and one.milestone.key in now.duties
        and now.duties[one.milestone.key].done_at is None
    ]


def write_silence(by: Actor, row: Agreement) -> int:
    """Write them down, inside a running action that takes the agreement; returns how many."""
    found = silent(now_of(row))
    for one in found:
        assert one.done is not None
        key, at = one.milestone.key, end_of(one.done) - timedelta(seconds=1)
        rows = Duty.objects.of(row.store_id).filter(agreement=row, key=key, done_at=None)
        if rows.update(done_at=at):
            happen(row, "approved-silently", "", by, key=key)
            announce(
                MilestoneDone(milestone=key, kind="approve", side="", late_days=one.late_days, **about(row))
            )
    return len(found)


@action("agreements.approve_by_silence")
def approve_by_silence(*, by: Actor, agreement_pk: int) -> bool:
    """Write down that silence approved a proof. System only; False when it has not."""
    rows = Agreement.objects.across_stores("silence is the same everywhere")
    row = rows.select_related(*WITH).filter(pk=agreement_pk, state=SIGNED).first()
    if row is None or not silent(now_of(row)):
        return False
    try:
        take(row, SIGNED)
    except MovedOn:
        return False
    return bool(write_silence(by, row))
