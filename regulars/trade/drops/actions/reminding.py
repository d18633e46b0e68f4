"""Who asked for it is told shortly before a drop opens; whoever came up from the queue is told at once."""

from __future__ import annotations

from datetime import timedelta

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import NotFound
from regulars.trade.drops.events import DropReminded, DropWon
from regulars.trade.drops.lane.deciding import moment
from regulars.trade.drops.models import Drop, Reminder, Seat

BEFORE = timedelta(minutes=10)
MOST = 500


@action("drops.remind", audit=False)
def remind(*, by: Actor, drop: Drop, on: bool) -> None:
    """Ask to be reminded, or no longer. Safe to repeat. Raises LogInFirst."""
    person = by.require_person()
    if on:
        Reminder.objects.bulk_create([Reminder(drop=drop, person_id=person)], ignore_conflicts=True)
    else:
        Reminder.objects.of(drop.store_id).filter(drop=drop, person_id=person, sent_at=None).delete()


@action("drops.send_reminders", audit=False)
def send_reminders(*, by: Actor, drop: Drop) -> int:
    """Announce the reminders that are due; returns how many. Tasks only."""
    _only_system(by)
    now = clock.now()
    if drop.stopped_at is not None or not drop.opens_at - BEFORE <= now < drop.opens_at:
        return 0
    due = list(Reminder.objects.of(drop.store_id).filter(drop=drop, sent_at=None).order_by("pk")[:MOST])
    for row in due:
        if Reminder.objects.of(drop.store_id).filter(pk=row.pk, sent_at=None).update(sent_at=now):
            announce(
                DropReminded(
                    drop=drop.public_id,
                    opens_at=drop.opens_at.isoformat(),
                    store_id=drop.store_id,
                    person_id=row.person_id,
                    ref=drop.public_id,
                )
            )
    return len(due)


@action("drops.tell_wins", audit=False)
def tell_wins(*, by: Actor, drop: Drop) -> int:
    """Announce tickets nobody was told of yet; returns how many. Tasks only."""
    _only_system(by)
    new = list(
        Seat.objects.of(drop.store_id).filter(drop=drop, state="won", told=False).order_by("pk")[:MOST]
    )
    for row in new:
        if Seat.objects.of(drop.store_id).filter(pk=row.pk, told=False).update(told=True):
            announce(
                DropWon(
                    drop=drop.public_id,
                    ticket=row.public_id,
                    pay_until=moment(row.pay_until_us).isoformat(),
                    store_id=drop.store_id,
                    person_id=row.person_id,
                    ref=drop.public_id,
                )
            )
    return len(new)


def _only_system(by: Actor) -> None:
    if by.kind != "system":
        raise NotFound()
