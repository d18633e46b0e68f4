"""What a store sold day by day, as a named figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.ground.lake.figures import Answer, Point, figure
from regulars.people.merchants.models import Store
from regulars.trade.orders.queries.series import Day, daily

DAYS = 30


@figure(
    "sales.by-day",
    unit="minor",
    title=_("Sales by day"),
    definition=_(
        "What was paid for the orders of each day in the market's time zone, delivery included, after all discounts;"
        " also of orders refunded since."
    ),
    windows=lambda store: {"days": DAYS},
)
def by_day(store: Store, as_of: datetime) -> Answer:
    """Sales and orders of the last 30 days; the value is what all days sold."""
    return sold(daily(store, DAYS, as_of))


def sold(days: Sequence[Day]) -> Answer:
    """The same from days that are known already."""
    return Answer(sum(day.sales_minor for day in days), tuple(_points(days)))


def buyers_of(day: date) -> dict[str, Any]:
    """The definition of those who paid for an order on a day, whatever became of it."""
    window = {"since": day.isoformat(), "until": day.isoformat()}
    paid = [{"kind": "did", "what": what, "window": window} for what in ("paid", "undone")]
    return {"kind": "any", "of": paid}


def _points(days: Sequence[Day]) -> Iterator[Point]:
    for day in days:
        people = buyers_of(day.day)
        yield Point((day.day.isoformat(), "sales"), day.sales_minor, people=people)
        yield Point((day.day.isoformat(), "orders"), day.orders, people=people, unit="orders")
