"""What the guard says on the page of a draft that is no plain offer: a drop or a presale with its own price."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from regulars.faces.merchant.guard.saying import Teller, asides, receipts_of
from regulars.people.merchants.queries import Store
from regulars.trade.guard.queries import check_plan
from regulars.trade.offers.queries import planned_of

SHOWN = 3


def warning(store: Store, ref: str, since: datetime, until: datetime) -> dict[str, Any] | None:
    """What publishing the draft `ref`, planned for [since, until), could do; None when it changes no price."""
    plan = next((one for one in planned_of(store, since, until) if one.ref == ref), None)
    if plan is None or not plan.terms:
        return None
    found = check_plan(store, plan)
    teller = Teller(store, receipts_of(found))
    return {
        "bad": [teller.shown(one) for one in found.bad[:SHOWN]],
        "bad_count": len(found.bad),
        **asides(found, store),
    }
