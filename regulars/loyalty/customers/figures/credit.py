"""Where buyers come from: kept orders shared over the channels that led to them, in six ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.ground import lake
from regulars.ground.kit.later import ibis
from regulars.ground.lake.figures import Answer, Point, behind, figure
from regulars.ground.lake.sitting import shared
from regulars.loyalty.customers.figures.trail import BEHAVIOUR, trail
from regulars.loyalty.customers.rules.credit import (
    HALF_LIFE,
    MODELS,
    Path,
    Seen,
    Touch,
    credits,
    effects_of,
    path_to,
    shares,
    touches,
)
from regulars.people.merchants.models import Store

ORDERS, BACK = timedelta(days=90), timedelta(days=30)
WINDOWS = {"orders": ORDERS.days, "before": BACK.days, "half_life": HALF_LIFE // 86_400}
COMMON, LONGEST = 8, 20
TOO_LONG = _("A way of more than 20 touches has no group of its own.")

Came = list[tuple[datetime, str]]


def credited(store: Store, as_of: datetime, keys: tuple[str, ...]) -> set[str]:
    """Whose orders a model gives something of to a channel."""
    if len(keys) != 2:
        return set()
    (model, channel), found = keys, paths(store, as_of)
    effects = effects_of(found)
    return {path.person for path in found if path.order and shares(path, effects).get(model, {}).get(channel)}


def who_came_so(store: Store, as_of: datetime, keys: tuple[str, ...]) -> set[str]:
    """Who ordered after these touches, in this order."""
    return {path.person for path in paths(store, as_of) if path.order and _way(path) == keys}


@figure(
    "sales.credit",
    unit="minor",
    title=_("Kept sales by where buyers came from"),
    definition=_(
        "Each kept order of the last 90 days is shared over the touches of its buyer with the store in the 30 days"
        " before it, by six models. Every model shares out the whole amount. Orders without an account do not count."
    ),
    windows=lambda store: WINDOWS,
    members=credited,
)
def credit(store: Store, as_of: datetime) -> Answer:
    """Minor units per model and channel; channels that earned nothing in any model are left out."""
    found = paths(store, as_of)
    sums = credits(found)
    earning = [channel for channel in sums["linear"] if any(sums[model][channel] for model in MODELS)]
    points = tuple(
        Point((model, channel), sums[model][channel], people=behind("sales.credit", model, channel))
        for model in MODELS
        for channel in earning
    )
    return Answer(sum(path.amount for path in found), points)


@figure(
    "sales.paths",
    unit="orders",
    title=_("The ways buyers took"),
    definition=_(
        "How many kept orders of the last 90 days had the same touches in the same order. Equal touches that follow"
        " each other in one visit are one."
    ),
    windows=lambda store: WINDOWS,
    members=who_came_so,
)
def common_paths(store: Store, as_of: datetime) -> Answer:
    """Orders per path, the most common first, each among all orders."""
    ordered = [path for path in paths(store, as_of) if path.order]
    counts = Counter(map(_way, ordered))
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    points = tuple(
        Point(way, count, len(ordered), _takers(way), closed="" if _takers(way) else TOO_LONG)
        for way, count in ranked[:COMMON]
    )
    return Answer(len(ordered), points)


def _way(path: Path) -> tuple[str, ...]:
    return tuple(touch.channel for touch in path.touches)


def _takers(way: tuple[str, ...]) -> dict[str, Any] | None:
    return behind("sales.paths", *way) if len(way) <= LONGEST else None


def paths(store: Store, as_of: datetime) -> list[Path]:
    """The paths to the kept orders of the last 90 days, and of people whose touches led to none."""
    return shared(("credit paths", store.pk, as_of), lambda: list(_paths(store, as_of)))


def _paths(store: Store, as_of: datetime) -> Iterator[Path]:
    came = _came(store, as_of)
    since = as_of - ORDERS
    bought: dict[str, list[datetime]] = {}
    for row in _orders(store, as_of, since):
        at = row["at"].replace(tzinfo=UTC)
        bought.setdefault(row["person"], []).append(at)
        known = came.get(row["person"], ())
        # A sum of whole numbers comes out of the engine as a wider type.
        yield path_to(known, at, BACK, int(row["amount_minor"]), row["order"], row["person"])
    for person, met in came.items():
        yield from _lost(met, bought.get(person, []), since)


def _lost(met: Came, bought: list[datetime], since: datetime) -> Iterator[Path]:
    """What led to no order: touches that no order of the person counts."""
    left = [
        Touch(channel)
        for when, channel in met
        if when >= since and not any(at - BACK <= when <= at for at in bought)
    ]
    if left:
        yield Path(tuple(left))


def _orders(store: Store, as_of: datetime, since: datetime) -> list[dict[str, Any]]:
    rows = trail(store.public_id, as_of)
    paid = rows.filter(rows.kind == "paid", rows.at >= since.replace(tzinfo=None))
    found: list[dict[str, Any]] = (
        paid.select("person", "at", "order", "amount_minor").order_by("at", "order").to_pyarrow().to_pylist()
    )
    return found


def _came(store: Store, as_of: datetime) -> dict[str, Came]:
    """Each person's touches, back to what the oldest order may count."""
    rows = _visits(store.public_id, as_of - ORDERS - BACK, as_of).to_pyarrow().to_pylist()
    return {
        person: touches(Seen(row["at"].replace(tzinfo=UTC), row["sitting"], row["source"]) for row in one)
        for person, one in groupby(rows, key=lambda row: str(row["person"]))
    }


def _visits(store: str, since: datetime, until: datetime) -> Any:
    """What people did in the store, but only where a session begins or its source changes.

    Without a session, a UTC day is one.
    """
    rows = lake.connection().table("beacons")
    rows = rows.filter(
        rows.store == store,
        rows.at >= since.replace(tzinfo=None),
        rows.at < until.replace(tzinfo=None),
        rows.person.notnull(),
        rows.name.isin(BEHAVIOUR),
    )
    sitting = ibis.coalesce(rows.session, rows.at.strftime("%Y-%m-%d"))
    rows = rows.select("person", "at", sitting=sitting, source=ibis.coalesce(rows.source, ""))
    window = ibis.window(group_by=["person", "sitting"], order_by=["at", "source"])
    rows = rows.mutate(before=rows.source.lag().over(window))
    changed = rows.filter(rows.before.isnull() | (rows.before != rows.source))
    return changed.select("person", "at", "sitting", "source").order_by("person", "at", "source")
