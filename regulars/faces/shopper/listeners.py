"""What this face does when something happened: it writes to the buyer."""

from __future__ import annotations

from regulars.faces.shopper.buying import letters
from regulars.faces.shopper.presales import letters as presale_letters
from regulars.ground.bus.listening import listens_to
from regulars.trade.orders.events import (
    OrderPaid,
    OrderPlaced,
    OrderShipped,
    PaymentReturned,
    RefundMade,
    ReturnDecided,
)
from regulars.trade.presales.events import BalanceOpened, BookingEnded


@listens_to(OrderPlaced)
def write_placed(fact: OrderPlaced) -> None:
    """Confirm the order."""
    letters.placed(fact.group, fact.order)


@listens_to(OrderPaid)
def write_paid(fact: OrderPaid) -> None:
    """Confirm the payment."""
    letters.paid(fact.group, fact.order)


@listens_to(OrderShipped)
def write_shipped(fact: OrderShipped) -> None:
    """Tell about the parcel."""
    letters.shipped(fact.order, fact.carrier, fact.tracking)


@listens_to(ReturnDecided)
def write_decided(fact: ReturnDecided) -> None:
    """Tell what became of a return."""
    letters.decided(fact.order, fact.back, fact.state)


@listens_to(RefundMade)
def write_refunded(fact: RefundMade) -> None:
    """Tell about money on its way back."""
    letters.refunded(fact.order, fact.amount_minor, fact.currency)


@listens_to(PaymentReturned)
def write_returned(fact: PaymentReturned) -> None:
    """Tell about a payment that goes back."""
    letters.returned(fact.group, fact.amount_minor, fact.currency)


@listens_to(BalanceOpened)
def write_balance_opened(fact: BalanceOpened) -> None:
    """Remind of the balance of a presale."""
    presale_letters.balance_opened(fact.booking)


@listens_to(BookingEnded)
def write_booking_ended(fact: BookingEnded) -> None:
    """Tell what becomes of a deposit."""
    presale_letters.ended(fact.booking, fact.state)
