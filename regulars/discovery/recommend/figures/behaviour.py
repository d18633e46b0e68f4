"""People and goods out of the lake: how much somebody likes something, and in which order things were looked at.

Somebody is a person, or a visitor who has not logged in. Bots are left out, by their agent and by their pace: who
opens more goods in a day than a human being can. A purchase that was given back whole was none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from regulars.discovery.recommend.rules.weighing import HALF_LIFE, LINGERED_MS, MOST_A_DAY, WEIGHTS
from regulars.ground import lake
from regulars.ground.kit.later import ibis, np
from regulars.loyalty.customers.figures import orders, sold

BACK = timedelta(days=400)
FILLED = "trade.basket-filled.v1"
SEEN = ("view", "click", "linger")


@dataclass(frozen=True, slots=True)
class Liked:
    """Rows of (who, product, weight): public ids, and deeds weighted by kind and age."""

    who: Any
    product: Any
    weight: Any

    def __len__(self) -> int:
        return len(self.product)


@dataclass(frozen=True, slots=True)
class Walk:
    """Looks in order of visits and time: who, product (public ids), visit, seconds since 1970, kind and source.

    `last` marks nothing but the end of the array's last visit; visits stand together, each in order of time.
    """

    who: Any
    product: Any
    visit: Any
    at: Any
    kind: Any
    source: Any

    def __len__(self) -> int:
        return len(self.product)


def liked(until: datetime, *, store: str | None = None) -> Liked:
    """How much everybody likes every product, by deeds of the last 400 days before `until` (UTC).

    `store` (public id) counts only what was done in that store.
    """
    rows = _deeds(until, store)
    age = (ibis.literal(_plain(until)).epoch_seconds() - rows.at.epoch_seconds()) / HALF_LIFE.total_seconds()
    weight = rows.kind.cases(*WEIGHTS.items(), else_=0.0) * ibis.literal(0.5).pow(age)
    found = rows.mutate(weight=weight).group_by("who", "product").aggregate(weight=lambda one: one.weight.sum())
    table = found.order_by("who", "product").to_pyarrow()
    return Liked(*(_column(table, name) for name in ("who", "product", "weight")))


def walks(until: datetime, *, store: str | None = None) -> Walk:
    """What was looked at and put into baskets, visit by visit. Without a session, a day is a visit."""
    rows = _deeds(until, store)
    visit = ibis.coalesce(rows.session, rows.at.strftime("%Y-%m-%d"))
    rows = rows.mutate(visit=visit, seconds=rows.at.epoch_seconds())
    # A click and the view that follows it are one step.
    rows = rows.filter(rows.kind.isin(["view", "basket", "bought"]))
    began = rows.group_by("who", "visit").aggregate(began=rows.seconds.min())
    rows = rows.join(began, ["who", "visit"])
    table = rows.order_by("began", "who", "visit", "seconds", "product").to_pyarrow()
    names = ("who", "product", "visit", "seconds", "kind", "source")
    return Walk(*(_column(table, name) for name in names))


def shows(until: datetime) -> dict[str, tuple[int, int]]:
    """How often each product (public id) came into sight in the last 60 days, and how often it was chosen then."""
    rows = _beacons(until, None, until - timedelta(days=60))
    rows = rows.filter(rows.name.isin(["impression", "click"]), rows.ref.startswith("pro_"))
    found = rows.group_by("ref").aggregate(
        shown=(rows.name == "impression").cast("int64").sum(), clicked=(rows.name == "click").cast("int64").sum()
    )
    read = found.to_pyarrow().to_pylist()
    return {row["ref"]: (int(row["shown"]), int(row["clicked"])) for row in read}


def _column(table: Any, name: str) -> Any:
    return np.asarray(table[name].to_pylist() if table.schema.field(name).type == "string" else table[name])


def _deeds(until: datetime, store: str | None) -> Any:
    """One row per deed: who, product, kind, at, session, source."""
    beacons = _beacons(until, store, until - BACK)
    stayed = ibis.coalesce(beacons.props.cast("json")["ms"].unwrap_as("float64"), 0.0) >= LINGERED_MS
    beacons = beacons.filter(
        beacons.name.isin(SEEN), beacons.ref.startswith("pro_"), (beacons.name != "linger") | stayed
    )
    looked = beacons.select(
        "who", "at", "session", "source", product=beacons.ref, kind=beacons.name
    )
    return ibis.union(_human(looked), _traded(until, store), distinct=False)


def _beacons(until: datetime, store: str | None, since: datetime) -> Any:
    rows = lake.connection().table("beacons")
    rows = rows.filter(rows.at < _plain(until), rows.at >= _plain(since))
    rows = rows.filter(ibis.coalesce(rows.agent, "") != "bot")
    rows = rows.filter(rows.store == store) if store else rows
    rows = rows.mutate(who=ibis.coalesce(rows.person, rows.visitor))
    return rows.filter(rows.who.notnull())


def _human(rows: Any) -> Any:
    """Without whoever opened too much in one day."""
    rows = rows.mutate(day=rows.at.date())
    busy = rows.group_by("who", "day").aggregate(opened=rows.count())
    busy = busy.filter(busy.opened > MOST_A_DAY).select("who").distinct()
    return rows.anti_join(busy, "who").drop("day")


def _traded(until: datetime, store: str | None) -> Any:
    """What went into baskets, and what was bought and kept."""
    facts = lake.connection().table("facts")
    facts = facts.filter(facts.at < _plain(until), facts.at >= _plain(until - BACK), facts.person.notnull())
    facts = facts.filter(facts.store == store) if store else facts
    filled = facts.filter(facts.name == FILLED)
    kept = orders(facts)
    kept = kept.filter(kept.kept).select("order")
    lines = sold(facts).semi_join(kept, "order")
    return ibis.union(
        _shaped(filled, lake.prop(filled.body, "product"), "basket"),
        _shaped(lines, lines.line["product"].unwrap_as("string"), "bought"),
        distinct=False,
    )


def _shaped(rows: Any, product: Any, kind: str) -> Any:
    empty = ibis.null("string")
    return rows.select(
        who=rows.person, at=rows.at, session=empty, source=empty, product=product, kind=ibis.literal(kind)
    ).filter(lambda one: one.product.notnull())


def _plain(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(tzinfo=None)
