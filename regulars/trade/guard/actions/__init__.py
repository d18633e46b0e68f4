"""Changes of the guard: publishing with its answer, floors, looking again."""

from regulars.trade.guard.actions.floors import set_least_margin, set_lowest_price
from regulars.trade.guard.actions.publishing import ReasonNeeded, publish_guarded, publish_plan
from regulars.trade.guard.actions.rechecking import (
    keep_dangers,
    recheck,
    recheck_wanted,
    want_nightly,
    want_recheck,
    want_recheck_of_offer,
)

__all__ = [
    "ReasonNeeded",
    "keep_dangers",
    "publish_guarded",
    "publish_plan",
    "recheck",
    "recheck_wanted",
    "set_least_margin",
    "set_lowest_price",
    "want_nightly",
    "want_recheck",
    "want_recheck_of_offer",
]
