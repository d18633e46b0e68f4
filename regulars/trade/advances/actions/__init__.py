"""Every change of money paid ahead."""

from regulars.trade.advances.actions.ending import keep_advance, return_advance
from regulars.trade.advances.actions.lapsing import lapse_advance, lapse_advances, withdraw_advance
from regulars.trade.advances.actions.opening import (
    AdvanceNotPayable,
    BadAmount,
    open_advance,
    start_paying_advance,
)
from regulars.trade.advances.actions.splitting import settle_advance
from regulars.trade.advances.actions.taking import take_payment
from regulars.trade.advances.actions.using import AdvanceGone, free_advance, use_advance

__all__ = [
    "AdvanceGone",
    "AdvanceNotPayable",
    "BadAmount",
    "free_advance",
    "keep_advance",
    "lapse_advance",
    "lapse_advances",
    "open_advance",
    "return_advance",
    "settle_advance",
    "start_paying_advance",
    "take_payment",
    "use_advance",
    "withdraw_advance",
]
