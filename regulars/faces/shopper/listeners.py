"""What this face does when something happened: it writes to the buyer."""

from __future__ import annotations

from regulars.faces.look.agreeing import post
from regulars.faces.shopper.buying import letters
from regulars.faces.shopper.draws import letters as draws
from regulars.faces.shopper.drops import letters as drop_letters
from regulars.faces.shopper.presales import letters as presale_letters
from regulars.faces.shopper.services import letters as service_letters
from regulars.ground.bus.facts import Fact
from regulars.ground.bus.listening import listens_to
from regulars.trade.draws.events import PrizeWon, TrialGiven, TrialReportDue
from regulars.trade.drops.events import DropReminded, DropWon
from regulars.trade.orders.events import (
    OrderPaid,
    OrderPlaced,
    OrderShipped,
    PaymentReturned,
    RefundMade,
    ReturnDecided,
)
from regulars.trade.presales.events import BalanceOpened, BookingEnded
from regulars.trade.services.events import ServiceClaimMoved, ServiceEndingSoon


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


@listens_to(DropReminded)
def write_reminder(fact: DropReminded) -> None:
    """Remind who asked for it that a drop opens."""
    drop_letters.opens_soon(fact.drop, fact.person_id)


@listens_to(DropWon)
def write_won(fact: DropWon) -> None:
    """Tell about a piece that waits to be paid."""
    drop_letters.won(fact.drop, fact.ticket, fact.person_id)


@listens_to(PrizeWon)
def write_prize(fact: PrizeWon) -> None:
    """Tell about a prize."""
    if fact.person_id:
        draws.won(fact.person_id, fact.win)


@listens_to(TrialGiven)
def write_given(fact: TrialGiven) -> None:
    """Tell about a place in a trial."""
    if fact.person_id:
        draws.given(fact.person_id, fact.application)


@listens_to(TrialReportDue)
def write_due(fact: TrialReportDue) -> None:
    """Tell about a report that is due."""
    if fact.person_id:
        draws.due(fact.person_id, fact.application, reminds=fact.reminds)


@listens_to(BalanceOpened)
def write_balance_opened(fact: BalanceOpened) -> None:
    """Remind of the balance of a presale."""
    presale_letters.balance_opened(fact.booking)


@listens_to(BookingEnded)
def write_booking_ended(fact: BookingEnded) -> None:
    """Tell what becomes of a deposit."""
    presale_letters.ended(fact.booking, fact.state)


@listens_to(ServiceEndingSoon)
def write_ending(fact: ServiceEndingSoon) -> None:
    """Remind of a service plan with claims left."""
    service_letters.ending(fact.contract, fact.claims_left)


@listens_to(ServiceClaimMoved)
def write_claim(fact: ServiceClaimMoved) -> None:
    """Tell what became of a claim."""
    service_letters.moved(fact.claim, fact.state)


def write_agreement(fact: Fact) -> None:
    """Tell the shopper what happened in an agreement."""
    post.hear(fact, "shopper")


for _told in post.TOLD:
    listens_to(_told)(write_agreement)
