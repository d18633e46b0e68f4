"""Who came when and whether they came again: second orders, months since the first, what people spend."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from regulars.ground.lake.figures import Answer, Point, behind, figure
from regulars.ground.lake.sitting import shared
from regulars.loyalty.customers.figures import trail
from regulars.loyalty.segments.rules.definition import All, Did, Node, Since, Window, plain
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import market

DAY = 86_400
WAITS = (0, 7, 14, 30, 60, 90, 180)


def waited(store: Store, as_of: datetime, keys: tuple[str, ...]) -> set[str]:
    """Whose second order came so many days after the first; the key is where a step of WAITS begins."""
    if len(keys) != 1 or keys[0] not in map(str, WAITS):
        return set()
    return _steps(store, as_of)[int(keys[0])]


@figure(
    "people.second-order-days",
    unit="days",
    title=_("Days to the second order"),
    definition=_(
        "The median time between the first and the second kept order, of those who have two; and how many waited how"
        " long."
    ),
    members=waited,
)
def second_order(store: Store, as_of: datetime) -> Answer:
    """Median days between the first two orders; people by the days they waited, in steps."""
    waits = _waits(store, as_of)
    twice = Point(("people",), len(waits), people=plain(Did("paid", value=2)), unit="people")
    steps = tuple(
        Point(
            ("from", str(low)),
            len(people),
            len(waits),
            behind("people.second-order-days", str(low)),
            "people",
        )
        for low, people in _steps(store, as_of).items()
    )
    return Answer(median(waits.values()) if waits else None, (twice, *steps) if waits else (twice,))


def _waits(store: Store, as_of: datetime) -> dict[str, float]:
    """Days between the first two orders of everybody who has two."""
    return {
        person: (times[1] - times[0]).total_seconds() / DAY
        for person, times in orders(store, as_of).items()
        if len(times) > 1
    }


def _steps(store: Store, as_of: datetime) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {low: set() for low in WAITS}
    for person, days in _waits(store, as_of).items():
        found[max(low for low in WAITS if low <= days)].add(person)
    return found


@figure(
    "people.cohorts",
    unit="share",
    title=_("Bought again, by month of the first order"),
    definition=_(
        "Of those who first bought in a month, the share that kept an order in each month after it. Months are the"
        " market's own."
    ),
)
def cohorts(store: Store, as_of: datetime) -> Answer:
    """Share of each month's newcomers who bought again, by months since."""
    zone = ZoneInfo(market().zone)
    members: dict[int, set[str]] = {}
    active: dict[tuple[int, int], set[str]] = {}
    for person, times in orders(store, as_of).items():
        months = [_month(at.astimezone(zone).date()) for at in times]
        first = months[0]
        members.setdefault(first, set()).add(person)
        for month in set(months):
            active.setdefault((first, month - first), set()).add(person)
    points = [
        Point(
            (_label(first), str(since)),
            len(people) / len(members[first]),
            len(members[first]),
            _came_again(first, since),
        )
        for (first, since), people in sorted(active.items())
    ]
    return Answer(None, tuple(points))


@figure(
    "sales.kept",
    unit="minor",
    title=_("Kept sales of the last 30 days"),
    definition=_(
        "What people paid for orders of the last 30 days, less what went back to them. Freight included."
    ),
    windows=lambda store: {"days": 30},
)
def kept_sales(store: Store, as_of: datetime) -> Answer:
    """Money kept, in minor units of the store's currency."""
    rows = trail(store.public_id, as_of)
    first = _naive(as_of.timestamp() - 30 * DAY)
    paid = rows.filter(rows.kind == "paid", rows.at >= first)
    row = paid.aggregate(value=paid.amount_minor.sum(), orders=paid.count()).to_pyarrow().to_pylist()[0]
    buyers = plain(Did("paid", window=Window(days=30)))
    kept = Point(("orders",), int(row["orders"]), people=buyers, unit="orders")
    return Answer(int(row["value"] or 0), (kept,))


def orders(store: Store, as_of: datetime) -> dict[str, list[datetime]]:
    """When each person's kept orders were paid, oldest first."""
    return shared(("orders", store.pk, as_of), lambda: _orders(store, as_of))


def _orders(store: Store, as_of: datetime) -> dict[str, list[datetime]]:
    rows = trail(store.public_id, as_of)
    paid = rows.filter(rows.kind == "paid").select("person", "at").order_by("at").to_pyarrow()
    found: dict[str, list[datetime]] = {}
    for person, at in zip(paid["person"].to_pylist(), paid["at"].to_pylist(), strict=True):
        found.setdefault(person, []).append(at.replace(tzinfo=UTC))
    return found


def _came_again(first: int, since: int) -> dict[str, Any]:
    """Who first bought in a month and bought again so many months later."""
    began: Node = Since("first_paid", _whole(first))
    return plain(All([began, Did("paid", window=_whole(first + since))]) if since else began)


def _whole(month: int) -> Window:
    after = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    return Window(since=date(month // 12, month % 12 + 1, 1), until=after - timedelta(days=1))


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _label(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def _naive(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
