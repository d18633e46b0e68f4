"""A payment for an advance arrived. Called by the orders floor, inside the transaction of the callback."""

from __future__ import annotations

from regulars.goods.catalog.actions import SoldOut
from regulars.ground.bus.attempts import attempt
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.trade.advances.actions.lapsing import lapse
from regulars.trade.advances.events import AdvancePaid
from regulars.trade.advances.hooks import Lost, purposes
from regulars.trade.advances.models import Advance
from regulars.trade.payments.models import Payment
from regulars.trade.settlement.actions import record_advance

LOST = (Lost, SoldOut)


@action("advances.take_payment", audit=False)
def take_payment(*, by: Actor, payment: Payment) -> str:
    """ "paid" when the captured `payment` pays its advance, else why the money has to go back.

    Nobody ended the advance yet: it can be paid, though its time may just be over; what it was for decides.
    """
    rows = Advance.objects.across_stores("a payment names its advance")
    row = rows.filter(public_id=payment.ref).select_related("store").first()
    if row is None:
        return "unknown"
    if _taken(by, row, payment):
        return "paid"
    row.refresh_from_db()
    if row.state == "awaiting":
        lapse(by, row)
    return "late"


def _taken(by: Actor, row: Advance, payment: Payment) -> bool:
    try:
        with attempt():
            if not _claim(row):
                return False
            record_advance(
                by=by,
                ref=row.public_id,
                payment=payment.public_id,
                provider=payment.provider,
                store_id=row.store_id,
                currency=row.currency,
                amount_minor=row.amount_minor,
                at=row.paid_at,
            )
            purposes.get(row.purpose).on_paid(by, row)
            announce(_paid(row))
            return True
    except LOST:
        return False


def _claim(row: Advance) -> bool:
    now = clock.now()
    waiting = Advance.objects.of(row.store_id).filter(pk=row.pk, state="awaiting")
    if not waiting.update(state="paid", paid_at=now):
        return False
    row.state, row.paid_at = "paid", now
    return True


def _paid(row: Advance) -> AdvancePaid:
    return AdvancePaid(
        advance=row.public_id,
        purpose=row.purpose,
        about=row.ref,
        amount_minor=row.amount_minor,
        currency=row.currency,
        store_id=row.store_id,
        person_id=row.person_id,
        ref=row.public_id,
    )
