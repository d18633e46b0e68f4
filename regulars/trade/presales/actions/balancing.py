"""The balance: the check-out orders what was booked, and tells what became of the order."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.trade.offers.rules import OfferTerms, Tier
from regulars.trade.orders.rules import Grant
from regulars.trade.presales.actions.booking import PresaleLost, end
from regulars.trade.presales.models import Booking
from regulars.trade.presales.queries import own_booking, phase

KIND = "presale"
PREFIX = "pbk"


class BalanceNotOpen(Refusal):
    """The balance is paid in its own window, once."""

    status = 409
    code = "balance-not-open"
    sentence = _("The balance cannot be paid now. Its window is on the page of the presale.")


def grants_of(by: Actor, booking: str) -> list[Grant]:
    """What the viewer's booking lets the check-out order. Raises NotFound, BalanceNotOpen."""
    row = own_booking(by, booking)
    if row.state != "booked" or phase(row.presale) != "balance":
        raise BalanceNotOpen()
    return [grant_for(row)]


def grant_for(row: Booking) -> Grant:
    """A booking as a promise: its price, what comes off, the deposit, the day it is sent by."""
    item, presale = row.item, row.presale
    terms: tuple[OfferTerms, ...] = ()
    if item.off_minor:
        terms = (
            OfferTerms(
                row.public_id,
                "item-price",
                presale.title,
                presale.currency,
                store_id=presale.store.public_id,
                tiers=(Tier(off_minor=item.off_minor),),
            ),
        )
    return Grant(
        KIND,
        row.public_id,
        item.variant.public_id,
        row.quantity,
        unit_minor=item.price_minor,
        terms=terms,
        stock="none",
        advances=(row.advance_ref,),
        pay_until=presale.balance_until,
        ship_by=presale.ship_by,
    )


def placed(by: Actor, booking: str, group: str) -> None:
    """An order for the balance is placed. Raises BalanceNotOpen: one at a time, in the window."""
    now = clock.now()
    rows = Booking.objects.across_stores("an order names its booking").filter(
        public_id=booking,
        state="booked",
        presale__state="published",
        presale__balance_from__lte=now,
        presale__balance_until__gt=now,
    )
    if not rows.update(state="ordered", group_ref=group):
        raise BalanceNotOpen()


def paid(by: Actor, booking: str, group: str) -> None:
    """The balance is paid. Raises PresaleLost when the store cancelled, or the booking ended meanwhile."""
    rows = Booking.objects.across_stores("an order names its booking").select_related("presale")
    row = rows.filter(public_id=booking, presale__state="published").first()
    if row is None or (row.state == "ordered" and row.group_ref != group):
        raise PresaleLost()
    if not end(row, ("ordered", "booked"), "paid"):
        raise PresaleLost()
    Booking.objects.of(row.store_id).filter(pk=row.pk).update(group_ref=group)


def ended(by: Actor, booking: str, group: str) -> None:
    """The order ended unpaid: the booking waits for another one, as long as its window is open."""
    rows = Booking.objects.across_stores("an order names its booking")
    rows.filter(public_id=booking, state="ordered", group_ref=group).update(state="booked", group_ref="")
