"""Returns: asked for by shoppers, answered by stores, in dispute decided by the market."""

from regulars.trade.orders.actions.returning.answering import (
    accept_by_time,
    accept_return,
    decide_dispute,
    receive_return,
    refuse_return,
    say_where,
)
from regulars.trade.orders.actions.returning.asking import ask_return, dispute, send_back, withdraw_return
from regulars.trade.orders.actions.returning.giving import refund_lines, refuse_order
from regulars.trade.orders.actions.returning.refusals import (
    DecidedElsewhere,
    MoreThanBought,
    NothingToReturn,
    SayWhere,
    SayWhy,
    TooLateToReturn,
)

__all__ = [
    "DecidedElsewhere",
    "MoreThanBought",
    "NothingToReturn",
    "SayWhere",
    "SayWhy",
    "TooLateToReturn",
    "accept_by_time",
    "accept_return",
    "ask_return",
    "decide_dispute",
    "dispute",
    "receive_return",
    "refund_lines",
    "refuse_order",
    "refuse_return",
    "say_where",
    "send_back",
    "withdraw_return",
]
