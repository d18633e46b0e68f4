"""Changes of the guard: publishing with its answer, floors, looking again."""

from regulars.trade.guard.actions.floors import set_least_margin, set_lowest_price
from regulars.trade.guard.actions.market import begin_market_look, look_at_markets, look_on
from regulars.trade.guard.actions.publishing import ReasonNeeded, StillLooking, publish_guarded, publish_plan
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
    "StillLooking",
    "begin_market_look",
    "keep_dangers",
    "look_at_markets",
    "look_on",
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
