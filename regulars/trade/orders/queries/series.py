"""A store's sales and refunds day by day, for charts and comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate

from regulars.ground.kit import clock
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import market
from regulars.trade.orders.models import Order, Return


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a store: orders paid that day, what was paid for them, what went back (minor units)."""

    day: date
    orders: int = 0
    sales_minor: int = 0
    refunds_minor: int = 0


def days_until_today(days: int, as_of: datetime | None = None) -> list[date]:
    """The last `days` days in the market's zone, today (or the day of a moment) last."""
    zone = ZoneInfo(market().zone)
    today = clock.last_day(as_of, zone) if as_of else clock.now().astimezone(zone).date()
    return [today - timedelta(days=back) for back in range(days - 1, -1, -1)]


def start_of(day: date) -> datetime:
    """Midnight at the start of a day in the market's zone."""
    return clock.midnight(day, ZoneInfo(market().zone))


def daily(store: Store, days: int = 30, as_of: datetime | None = None) -> Sequence[Day]:
    """The last `days` days, today last, counted as `today` counts; until a moment if one is given. Two queries."""
    dates, zone = days_until_today(days, as_of), ZoneInfo(market().zone)
    since, until = start_of(dates[0]), as_of or clock.now() + timedelta(days=1)
    paid = Order.objects.of(store).filter(paid_at__gte=since, paid_at__lt=until).order_by()
    sold = paid.values_list(TruncDate("paid_at", tzinfo=zone)).annotate(n=Count("pk"), sum=Sum("paid_minor"))
    back = Return.objects.of(store).filter(refunded_at__gte=since, refunded_at__lt=until).order_by()
    given = back.values_list(TruncDate("refunded_at", tzinfo=zone)).annotate(sum=Sum("amount_minor"))
    sales = {day: (many, minor) for day, many, minor in sold}
    refunds = dict(given)
    return [Day(day, *sales.get(day, (0, 0)), refunds.get(day, 0)) for day in dates]
