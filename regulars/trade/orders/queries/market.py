"""The whole market's sales day by day, and what waits for its operators."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.models import Count, Sum
from django.db.models.functions import TruncDate

from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.people.merchants.queries import market
from regulars.trade.orders.models import Order, Return
from regulars.trade.orders.queries.series import days_until_today, start_of

SECONDS = 60
WHY = "the console shows all stores"


@dataclass(frozen=True, slots=True)
class MarketDays:
    """Orders placed on each of `days` (the market's zone, today last) and paid since.

    `sales` and `commission` hold minor units by currency, a number for each day. Commission is what the
    orders' lines carry, whether the orders are complete or not.
    """

    as_of: datetime
    days: list[date]
    orders: list[int]
    sales: dict[str, list[int]] = field(default_factory=dict)
    commission: dict[str, list[int]] = field(default_factory=dict)


def market_days(*, by: Actor, days: int = 30) -> MarketDays:
    """The last `days` days, at most a minute old. One query, or none. Needs market.read."""
    by.require("market.read")
    key = f"market-days:{days}"
    found: MarketDays | None = cache.get(key)
    if found is None:
        found = _count(days)
        cache.set(key, found, SECONDS)
    return found


def _count(days: int) -> MarketDays:
    dates, zone = days_until_today(days), ZoneInfo(market().zone)
    paid = Order.objects.across_stores(WHY).filter(placed_at__gte=start_of(dates[0]), paid_at__isnull=False)
    rows = (
        paid.order_by()
        .values_list(TruncDate("placed_at", tzinfo=zone), "currency")
        .annotate(n=Count("pk"), sales=Sum("paid_minor"), commission=Sum("commission_minor"))
    )
    found = MarketDays(clock.now(), dates, [0] * days)
    place = {day: number for number, day in enumerate(dates)}
    for day, currency, many, sales, commission in rows:
        if day in place:
            found.orders[place[day]] += many
            found.sales.setdefault(currency, [0] * days)[place[day]] += sales
            found.commission.setdefault(currency, [0] * days)[place[day]] += commission
    return found


def disputes_waiting(*, by: Actor, most: int = 100) -> int:
    """How many returns the market has to decide, counted up to `most`. Needs market.read."""
    by.require("market.read")
    rows = Return.objects.across_stores(WHY).filter(state="disputed", disputed_at__isnull=False)
    return len(rows.order_by("-disputed_at").values_list("pk", flat=True)[:most])


def sales_by_store(since: datetime) -> dict[str, dict[int, int]]:
    """What each store (key) was paid from `since` on, in minor units by currency."""
    paid = Order.objects.across_stores("shares of the market's sales").filter(paid_at__gte=since)
    found: dict[str, dict[int, int]] = {}
    for currency, store, minor in (
        paid.order_by().values_list("currency", "store").annotate(Sum("paid_minor"))
    ):
        found.setdefault(currency, {})[store] = minor
    return found
