"""Judgement about orders: who bears which part, what a return gives back, which steps may follow."""

from regulars.trade.orders.rules.backing import Backing, LineBack, backing, recorded_receipt
from regulars.trade.orders.rules.counting import LARGEST, MOST_LINES, NotWhole, whole_quantity
from regulars.trade.orders.rules.grants import Grant
from regulars.trade.orders.rules.histories import (
    Conflict,
    History,
    HistoryPart,
    HistoryPayment,
    HistoryReturn,
    Taken,
)
from regulars.trade.orders.rules.recorded import RecordedGroup, RecordedLine, RecordedOrder
from regulars.trade.orders.rules.shares import LineShare, StoreShare, line_shares, store_shares
from regulars.trade.orders.rules.states import AFTER_SHIPPING, BEFORE_SHIPPING, ENDED, REASONS, RETURN_KINDS

__all__ = [
    "AFTER_SHIPPING",
    "BEFORE_SHIPPING",
    "ENDED",
    "LARGEST",
    "MOST_LINES",
    "REASONS",
    "RETURN_KINDS",
    "Backing",
    "Conflict",
    "Grant",
    "History",
    "HistoryPart",
    "HistoryPayment",
    "HistoryReturn",
    "LineBack",
    "LineShare",
    "NotWhole",
    "RecordedGroup",
    "RecordedLine",
    "RecordedOrder",
    "StoreShare",
    "Taken",
    "backing",
    "line_shares",
    "recorded_receipt",
    "store_shares",
    "whole_quantity",
]
