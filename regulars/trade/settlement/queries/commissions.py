"""Which rate applies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from regulars.ground.kit import clock
from regulars.ground.kit.statements import statement
from regulars.trade.settlement.models import CommissionRule
from regulars.trade.settlement.rules import RateTable, RateTerm


def commission_rates(at: datetime | None = None) -> RateTable:
    """All rates in force at `at` (now), to ask for many sales with one query."""
    moment = at or clock.now()
    return RateTable([RateTerm(*row) for row in _in_force(moment)])


@statement
def _in_force(moment: datetime) -> QuerySet[CommissionRule, tuple[int, int | None, int | None]]:
    rows = CommissionRule.objects.filter(Q(until=None) | Q(until__gt=moment), since__lte=moment)
    return rows.values_list("rate_bp", "store_id", "category_id")


def commission_for(store_id: int | None, category_ids: Sequence[int], at: datetime | None = None) -> int:
    """Basis points, 500 without any rule; `category_ids` from the closest category to the root."""
    return commission_rates(at).rate(store_id, category_ids)


def commission_rules() -> QuerySet[CommissionRule]:
    """Every rule that ever was, newest first, for the console."""
    return CommissionRule.objects.select_related("store").order_by("-since", "-pk")
