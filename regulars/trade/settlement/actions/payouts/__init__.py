"""Payouts: what a store is owed is prepared once per period, approved when it is large, sent, or comes back."""

from regulars.trade.settlement.actions.payouts.preparing import prepare_payout, prepare_payouts
from regulars.trade.settlement.actions.payouts.returning import (
    NothingOwed,
    close_payout,
    pay_again,
    return_payout,
)
from regulars.trade.settlement.actions.payouts.sending import (
    NothingChosen,
    SecondPerson,
    approve_payout,
    send_payout,
    send_payouts,
)
from regulars.trade.settlement.actions.payouts.standing import PayoutGone

__all__ = [
    "NothingChosen",
    "NothingOwed",
    "PayoutGone",
    "SecondPerson",
    "approve_payout",
    "close_payout",
    "pay_again",
    "prepare_payout",
    "prepare_payouts",
    "return_payout",
    "send_payout",
    "send_payouts",
]
