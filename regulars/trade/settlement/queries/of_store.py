"""One store's money: what is under way and why, and its weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Min, QuerySet, Sum
from django.db.models.functions import TruncWeek

from regulars.ground.kit import clock
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import market
from regulars.trade.settlement.models import Account, Discrepancy, Line
from regulars.trade.settlement.queries.uncleared import REASONS
from regulars.trade.settlement.rules import KINDS, LIABILITY


@dataclass(frozen=True, slots=True)
class Waiting:
    """An amount of the store that is still under way (minor units, positive: the store will get it)."""

    kind: str
    currency: str
    ref: str
    amount_minor: int
    since: datetime
    overdue: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Week:
    """A week (its Monday) on the store's statement; minor units, what lowers it is negative.

    Sales count what service plans earned, not what was set aside for them.
    """

    monday: date
    sales_minor: int
    commission_minor: int
    refunds_minor: int


def uncleared_of(store: Store, limit: int = 50) -> list[Waiting]:
    """The store's amounts under way, the longest waiting first; service plans have a page of their own. Two queries."""
    rows: list[Any] = list(_open(store)[: max(1, min(limit, 200))])
    told = Discrepancy.objects.filter(ref__in=[row["ref"] for row in rows], resolved_at=None)
    reasons = dict(told.values_list("ref", "reason"))
    now = clock.now()
    return [
        Waiting(
            kind=row["account__kind"],
            currency=row["currency"],
            ref=row["ref"],
            amount_minor=-row["total"],
            since=row["first"],
            overdue=now - row["first"] > (KINDS[row["account__kind"]].limit or timedelta.max),
            reason=reasons.get(row["ref"]) or str(REASONS[row["account__kind"]]),
        )
        for row in rows
    ]


def currencies_of(store: Store) -> list[str]:
    """The currencies in which the store has accounts. One query."""
    own = Account.objects.filter(store=store).order_by("currency")
    return list(own.values_list("currency", flat=True).distinct())


def _open(store: Store) -> QuerySet[Any, Any]:
    own = Line.objects.filter(account__store=store, account__transit=True).exclude(account__kind=LIABILITY)
    summed = own.values("account__kind", "currency", "ref").annotate(
        total=Sum("amount_minor"), first=Min("at")
    )
    return summed.exclude(total=0).order_by("first", "ref")


def weekly(store: Store, currency: str, weeks: int = 12) -> Sequence[Week]:
    """The last `weeks` weeks on the statement, this one last, in the market's zone. One query."""
    zone = ZoneInfo(market().zone)
    today = clock.now().astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]
    since = clock.midnight(mondays[0], zone)
    lines = Line.objects.filter(
        account__kind="store_payable", account__store=store, account__currency=currency, at__gte=since
    ).order_by()
    rows = lines.values_list(TruncWeek("at", tzinfo=zone), "part").annotate(total=Sum("amount_minor"))
    sums = {(week.date(), part): -total for week, part, total in rows}

    def of(week: date, *parts: str) -> int:
        return sum(sums.get((week, part), 0) for part in parts)

    return [
        Week(m, of(m, "sale", "discount", "service"), of(m, "commission"), of(m, "refund")) for m in mondays
    ]
