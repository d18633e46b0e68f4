"""What time brings: reminders, ends, and everything back when a store cancelled. Each booking on its own."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from regulars.ground.bus.clocked import one_by_one
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.trade.advances.actions import withdraw_advance
from regulars.trade.advances.queries import advances_by_public_id
from regulars.trade.orders.actions import refund_lines
from regulars.trade.orders.models import OrderLine
from regulars.trade.orders.rules.states import BEFORE_SHIPPING
from regulars.trade.presales.actions.booking import end, free, settle_deposit
from regulars.trade.presales.events import BalanceOpened
from regulars.trade.presales.models import Booking, Presale
from regulars.trade.presales.queries import own_booking

BATCH = 200
EVERYWHERE = "bookings of all stores end by time"


@action("presales.end_booking", audit=False)
def end_booking(*, by: Actor, booking: str) -> bool:
    """The balance was not paid in its window: the published rule decides. False when it is not over."""
    row = own_booking(by, booking)
    if row.presale.balance_until > clock.now() or row.presale.state != "published":
        return False
    back = row.presale.unpaid == "refund"
    if not end(row, ("booked",), "refunded" if back else "forfeited"):
        return False
    settle_deposit(by, row, back=back, why="the balance was not paid")
    return True


def end_unpaid(*, by: Actor = SYSTEM, limit: int = BATCH) -> int:
    """End bookings whose balance window is over, each in a transaction of its own; returns how many.

    Nothing depends on it being run: the balance cannot be paid after its window.
    """
    rows = Booking.objects.across_stores(EVERYWHERE).filter(
        state="booked", presale__state="published", presale__balance_until__lte=clock.now()
    )
    return sum(one_by_one(_names(rows, limit), lambda name: end_booking(by=by, booking=name)))


@action("presales.remind", audit=False)
def remind(*, by: Actor, booking: str) -> bool:
    """Announce once that the balance can be paid."""
    row = own_booking(by, booking)
    now = clock.now()
    rows = Booking.objects.of(row.store_id).filter(pk=row.pk, state="booked", reminded_at=None)
    if not row.presale.balance_from <= now < row.presale.balance_until or not rows.update(reminded_at=now):
        return False
    announce(
        BalanceOpened(
            presale=row.presale.public_id,
            booking=row.public_id,
            balance_until=row.presale.balance_until.isoformat(),
            store_id=row.store_id,
            person_id=row.person_id,
            ref=row.public_id,
        )
    )
    return True


def remind_all(*, by: Actor = SYSTEM, limit: int = BATCH) -> int:
    """Remind everybody whose balance window opened; returns how many."""
    now = clock.now()
    rows = Booking.objects.across_stores(EVERYWHERE).filter(
        state="booked",
        reminded_at=None,
        presale__state="published",
        presale__balance_from__lte=now,
        presale__balance_until__gt=now,
    )
    return sum(one_by_one(_names(rows, limit), lambda name: remind(by=by, booking=name)))


@action("presales.give_back", audit=False)
def give_back(*, by: Actor, booking: str) -> bool:
    """The store cancelled: what was paid for one booking goes back. False when nothing was to be done.

    An order that is not sent yet gives the presold line back with it; what was sent stays as it is.
    """
    row = own_booking(by, booking)
    if row.presale.state != "stopped":
        return False
    if row.state == "awaiting":
        return any(withdraw_advance(by=by, advance=one) for one in advances_by_public_id([row.advance_ref]))
    if row.state == "booked" and end(row, ("booked",), "refunded"):
        free(row)
        settle_deposit(by, row, back=True, why="the store cancelled the presale")
        return True
    return row.state == "paid" and _give_line_back(by, row)


def _give_line_back(by: Actor, row: Booking) -> bool:
    line = _not_sent().filter(granted_ref=row.public_id).select_related("order").first()
    if line is None or not end(row, ("paid",), "refunded"):
        return False
    free(row)
    alone = not line.order.lines.exclude(pk=line.pk).exists()
    refund_lines(
        by=by,
        store=row.store,
        order=line.order.public_id,
        lines={line.public_id: line.quantity},
        freight=alone,
        text=row.presale.stopped_why,
    )
    return True


def give_all_back(*, by: Actor = SYSTEM, presale: Presale | None = None, limit: int = BATCH) -> int:
    """Give back what was paid for stopped presales (or one), each booking on its own; returns how many.

    Orders for a balance that wait to be paid end by themselves; their deposits follow at the next call.
    """
    stopped = Presale.objects.across_stores(EVERYWHERE).filter(state="stopped", settled_at=None)
    if presale is not None:
        stopped = stopped.filter(pk=presale.pk)
    rows = Booking.objects.across_stores(EVERYWHERE).filter(presale__in=stopped)
    not_sent = Q(Exists(_not_sent().filter(granted_ref=OuterRef("public_id"))), state="paid")
    due = Q(state__in=("awaiting", "booked")) | not_sent
    done = sum(one_by_one(_names(rows.filter(due), limit), lambda name: give_back(by=by, booking=name)))
    left = rows.filter(due | Q(state="ordered"))
    for row in stopped:
        if not left.filter(presale=row).exists():
            Presale.objects.of(row.store_id).filter(pk=row.pk).update(settled_at=clock.now())
    return done


def _not_sent() -> QuerySet[OrderLine]:
    """Lines that a store which cancelled gives back: paid, and not on their way."""
    return OrderLine.objects.filter(order__state__in=BEFORE_SHIPPING, returned_quantity=0)


def _names(rows: QuerySet[Booking], limit: int) -> list[str]:
    return list(rows.order_by("pk").values_list("public_id", flat=True)[:limit])
