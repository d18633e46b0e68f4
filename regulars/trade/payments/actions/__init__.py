"""Every change of a payment. `receive` and `ask_refund` are called by the orders floor."""

from regulars.trade.payments.actions.receiving import Outcome, receive
from regulars.trade.payments.actions.refunds import (
    RefundTooLarge,
    ask_refund,
    carry_out_due,
    carry_out_refund,
    refund_done,
    refund_failed,
    try_again,
)
from regulars.trade.payments.actions.starting import NoSuchProvider, send_to_pay, start_payment
from regulars.trade.payments.rules import ProviderMessage

__all__ = [
    "NoSuchProvider",
    "Outcome",
    "ProviderMessage",
    "RefundTooLarge",
    "ask_refund",
    "carry_out_due",
    "carry_out_refund",
    "receive",
    "refund_done",
    "refund_failed",
    "send_to_pay",
    "start_payment",
    "try_again",
]
