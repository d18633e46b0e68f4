"""Every change of the books. The verbs of a sale are called by the orders floor, inside its transaction."""

from regulars.trade.settlement.actions.accounts import open_accounts
from regulars.trade.settlement.actions.advances import (
    record_advance,
    record_advance_kept,
    record_advance_returned,
)
from regulars.trade.settlement.actions.bulk import record_entries
from regulars.trade.settlement.actions.commissions import (
    RateOutOfRange,
    TooLate,
    end_commission,
    set_commission,
)
from regulars.trade.settlement.actions.discrepancies import (
    NothingToMove,
    WhereTo,
    forget_unmatched,
    open_discrepancy,
    record_unmatched,
    resolve_discrepancy,
    return_unmatched,
)
from regulars.trade.settlement.actions.marks import mark_balances
from regulars.trade.settlement.actions.payouts import (
    NothingChosen,
    NothingOwed,
    PayoutGone,
    SecondPerson,
    approve_payout,
    close_payout,
    pay_again,
    prepare_payout,
    prepare_payouts,
    return_payout,
    send_payout,
    send_payouts,
)
from regulars.trade.settlement.actions.points import record_points
from regulars.trade.settlement.actions.posting import EntryDiffers, post
from regulars.trade.settlement.actions.provider import record_provider_settled
from regulars.trade.settlement.actions.refunds import OverRefund, record_refund, record_refund_sent
from regulars.trade.settlement.actions.sales import NotCaptured, record_capture, record_completion
from regulars.trade.settlement.rules import (
    AccountKey,
    AdvanceShare,
    EntryDraft,
    LineDraft,
    OrderShare,
    Settled,
)

__all__ = [
    "AccountKey",
    "AdvanceShare",
    "EntryDiffers",
    "EntryDraft",
    "LineDraft",
    "NotCaptured",
    "NothingChosen",
    "NothingOwed",
    "NothingToMove",
    "OrderShare",
    "OverRefund",
    "PayoutGone",
    "RateOutOfRange",
    "SecondPerson",
    "Settled",
    "TooLate",
    "WhereTo",
    "approve_payout",
    "close_payout",
    "end_commission",
    "forget_unmatched",
    "mark_balances",
    "open_accounts",
    "open_discrepancy",
    "pay_again",
    "post",
    "prepare_payout",
    "prepare_payouts",
    "record_advance",
    "record_advance_kept",
    "record_advance_returned",
    "record_capture",
    "record_completion",
    "record_entries",
    "record_points",
    "record_provider_settled",
    "record_refund",
    "record_refund_sent",
    "record_unmatched",
    "resolve_discrepancy",
    "return_payout",
    "return_unmatched",
    "send_payout",
    "send_payouts",
    "set_commission",
]
