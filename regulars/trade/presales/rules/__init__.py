"""Judgement about presales: the windows, the sum, and what becomes of a deposit."""

from regulars.trade.presales.rules.sums import Sum, sum_of
from regulars.trade.presales.rules.windows import (
    MOST_DAYS,
    OPEN,
    UNPAID,
    Windows,
    cancel_gives_back,
    phase_of,
)

__all__ = ["MOST_DAYS", "OPEN", "UNPAID", "Sum", "Windows", "cancel_gives_back", "phase_of", "sum_of"]
