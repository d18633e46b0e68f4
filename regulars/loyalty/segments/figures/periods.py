"""New, returning, back again and gone quiet, week by week and month by month."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.clock import last_day
from regulars.ground.lake.figures import Answer, Point, figure
from regulars.loyalty.segments.figures.cohorts import orders
from regulars.loyalty.segments.figures.lifecycle import rhythm_between
from regulars.loyalty.segments.rules.definition import Window, plain
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import market

SHOWN = 12
WEEK = timedelta(days=7)
Period = tuple[date, date]


@figure(
    "people.rhythm-weeks",
    unit="people",
    title=_("Rhythm by week"),
    definition=_(
        "The buyers of each of the last twelve weeks (Monday to Sunday, the running one to this day) beside those of"
        " the week before: new bought for the first time; returning bought in both; back again bought now and once,"
        " but not the week before; gone quiet bought the week before and not now."
    ),
)
def by_week(store: Store, as_of: datetime) -> Answer:
    """Buyers by how their purchases lie in each week and the one before."""
    return _over(store, as_of, list(_weeks(_today(as_of))))


@figure(
    "people.rhythm-months",
    unit="people",
    title=_("Rhythm by month"),
    definition=_(
        "The buyers of each of the last twelve months (the running one to this day) beside those of the month before:"
        " new bought for the first time; returning bought in both; back again bought now and once, but not the month"
        " before; gone quiet bought the month before and not now."
    ),
)
def by_month(store: Store, as_of: datetime) -> Answer:
    """Buyers by how their purchases lie in each month and the one before."""
    return _over(store, as_of, list(_months(_today(as_of))))


def _over(store: Store, as_of: datetime, periods: list[Period]) -> Answer:
    """The four groups of each period; the first period only serves as the one before."""
    bought = [set[str]() for _period in periods]
    firsts: dict[str, int] = {}
    zone, ends = ZoneInfo(market().zone), [last for _first, last in periods]
    for person, times in orders(store, as_of).items():
        days = [at.astimezone(zone).date() for at in times]
        if days[0] >= periods[0][0]:
            firsts[person] = bisect_left(ends, days[0])
        for day in days:
            if day >= periods[0][0]:
                bought[bisect_left(ends, day)].add(person)
    points: list[Point] = []
    for place, (then, now) in enumerate(pairwise(periods), 1):
        new = {person for person in bought[place] if firsts.get(person) == place}
        counted = _groups(bought[place - 1], bought[place], new)
        nodes = rhythm_between(Window(since=then[0], until=then[1]), Window(since=now[0], until=now[1]))
        points += [
            Point((now[0].isoformat(), kind), counted[kind], people=plain(node))
            for kind, node in nodes.items()
        ]
    return Answer(None, tuple(points))


def _groups(then: set[str], now: set[str], new: set[str]) -> dict[str, int]:
    return {
        "new": len(new),
        "returning": len(now & then),
        "resurrecting": len(now - then - new),
        "dormant": len(then - now),
    }


def _today(as_of: datetime) -> date:
    return last_day(as_of, ZoneInfo(market().zone))


def _weeks(today: date) -> Iterator[Period]:
    monday = today - timedelta(days=today.weekday())
    for back in range(SHOWN, -1, -1):
        first = monday - back * WEEK
        yield first, first + WEEK - timedelta(days=1)


def _months(today: date) -> Iterator[Period]:
    number = today.year * 12 + today.month - 1
    for month in range(number - SHOWN, number + 1):
        yield _first(month), _first(month + 1) - timedelta(days=1)


def _first(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
