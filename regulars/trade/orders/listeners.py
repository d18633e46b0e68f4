"""What orders hear."""

from __future__ import annotations

from regulars.ground.bus.listening import listens_to
from regulars.ground.kit.actors import SYSTEM
from regulars.trade.orders import actions
from regulars.trade.payments.events import PaymentRefunded


@listens_to(PaymentRefunded)
def clear_refund(fact: PaymentRefunded) -> None:
    """The payer has the money: nothing is owed any more."""
    actions.money_is_back(
        by=SYSTEM,
        refund_ref=fact.refund_ref,
        refund=fact.refund,
        provider=fact.provider,
        currency=fact.currency,
        amount_minor=fact.amount_minor,
    )
