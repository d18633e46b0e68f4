"""What becomes of a ticket: ordered with it, paid, or the order ended unpaid and the piece is free for the next."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.actions import SoldOut, hold_stock
from regulars.goods.catalog.actions.passing import pass_held
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.refusals import NotFound
from regulars.trade.advances.hooks import Lost
from regulars.trade.drops.actions.taking import settle_drop
from regulars.trade.drops.lane.deciding import micros
from regulars.trade.drops.models import Drop, Seat
from regulars.trade.drops.queries.finding import held_until, ticket_of


class TicketOver(Lost):
    """The time to pay is over, or the ticket is used."""

    status = 409
    code = "ticket-over"
    sentence = _("The time to pay for this piece is over, and it has gone to the next person.")


@action("drops.use_ticket", audit=False)
def use_ticket(*, by: Actor, ticket: str, group_ref: str) -> None:
    """An order is placed with a ticket, in the order's own transaction. Raises TicketOver, NotFound."""
    row = ticket_of(by.require_person(), ticket)
    mine = Seat.objects.of(row.drop.store_id).filter(pk=row.pk, state="won", pay_until_us__gt=clock.micros())
    if not mine.update(state="ordered", group_ref=group_ref):
        raise TicketOver()


@action("drops.ticket_paid", audit=False)
def ticket_paid(*, by: Actor, ticket: str, group_ref: str) -> None:
    """The order of a ticket is paid. Raises TicketOver when the piece went to somebody else. Repeats do nothing."""
    row = _ticket(by, ticket)
    seats = Seat.objects.of(row.drop.store_id).filter(pk=row.pk, group_ref=group_ref)
    if seats.filter(state="paid").exists():
        return
    if not seats.filter(state="ordered").update(state="paid"):
        raise TicketOver()
    drops = Drop.objects.of(row.drop.store_id).filter(pk=row.drop_id)
    drops.update(paid=F("paid") + 1)
    if drops.filter(paid__gte=F("units")).exists():
        # Nothing can come back any more: who waits gets the final word.
        lost = (
            Seat.objects.of(row.drop.store_id)
            .filter(drop_id=row.drop_id, state="placed")
            .update(state="lost")
        )
        drops.update(waiting=F("waiting") - lost)


@action("drops.ticket_free", audit=False)
def ticket_free(*, by: Actor, ticket: str, group_ref: str) -> None:
    """The order of a ticket ended unpaid: within its time the ticket counts again, later the next one gets the piece.

    The piece goes back to the drop while that runs. Repeats do nothing.
    """
    row = _ticket(by, ticket)
    drop, now = row.drop, clock.now()
    running = drop.stopped_at is None and drop.closed_at is None and held_until(drop) > now
    again = running and row.pay_until_us > micros(now)
    seats = Seat.objects.of(drop.store_id).filter(pk=row.pk, state="ordered", group_ref=group_ref)
    if not seats.update(state="won" if again else "lapsed", group_ref=""):
        return
    kept = not running or _back(by, drop, group_ref)
    if not again and kept:
        Drop.objects.of(drop.store_id).filter(pk=drop.pk).update(taken=F("taken") - 1)
        settle_drop(by=SYSTEM, drop=drop.pk)


def _back(by: Actor, drop: Drop, group_ref: str) -> bool:
    """Whether the drop holds the piece again. When it was sold off the shelf meanwhile it stays counted as taken."""
    lines, until = {drop.variant_id: 1}, held_until(drop)
    try:
        pass_held(by=by, ref=group_ref, to=drop.public_id, lines=lines, until=until)
    except SoldOut:
        loose = f"{drop.public_id}+{group_ref[-8:]}"[:40]
        try:
            hold_stock(by=by, ref=loose, lines=lines, until=until)
            pass_held(by=by, ref=loose, to=drop.public_id, lines=lines, until=until)
        except SoldOut:
            return False
    return True


def _ticket(by: Actor, ticket: str) -> Seat:
    if by.kind != "system":
        raise NotFound()
    row = Seat.objects.across_stores("orders tell of their own ticket").filter(public_id=ticket)
    found = row.select_related("drop").first()
    if found is None:
        raise NotFound()
    return found
