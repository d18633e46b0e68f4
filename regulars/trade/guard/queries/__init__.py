"""Questions about margins: what an offer would do, who pays for it, what stands."""

from regulars.trade.guard.models import Danger
from regulars.trade.guard.queries.checking import Check, Told, check_offer, check_plan, check_store, row_of
from regulars.trade.guard.queries.limits import Limit, limits_for
from regulars.trade.guard.queries.paying import Paid, Payers, SoldUnder, who_paid
from regulars.trade.guard.queries.shared import MarketCheck, StorePush, market_check
from regulars.trade.guard.queries.standing import (
    danger_count,
    dangers_of,
    least_margin,
    looked,
    lowest_prices,
    name_of,
    override_of,
    overrides_of,
    rechecks_due,
    titles_of,
    variants_named,
    without_cost,
)

__all__ = [
    "Check",
    "Danger",
    "Limit",
    "MarketCheck",
    "Paid",
    "Payers",
    "SoldUnder",
    "StorePush",
    "Told",
    "check_offer",
    "check_plan",
    "check_store",
    "danger_count",
    "dangers_of",
    "least_margin",
    "limits_for",
    "looked",
    "lowest_prices",
    "market_check",
    "name_of",
    "override_of",
    "overrides_of",
    "rechecks_due",
    "row_of",
    "titles_of",
    "variants_named",
    "who_paid",
    "without_cost",
]
