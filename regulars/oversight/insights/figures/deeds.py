"""What people of every store did between two moments, counted by birth decade: one pass over the lake for all stores.

Nothing here may be shown as it is: `rules.hiding` decides what may.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from regulars.goods.catalog.models import Product
from regulars.ground import lake
from regulars.ground.kit.later import ibis, pa
from regulars.loyalty.customers.figures import orders, sold
from regulars.oversight.insights.rules.counts import (
    AGAIN,
    ANY,
    BOUGHT,
    CAME,
    LOOKED,
    OFFER,
    UNKNOWN,
    Cell,
    Spread,
)
from regulars.people.accounts.queries import decades_told

WHO = ("store", "person", "what", "topic")
DISTINCT = ("what", "topic", "decade")


@dataclass(frozen=True, slots=True)
class Counted:
    """Spreads by cell, and per store (public id) and decade what was paid (minor units) in how many orders."""

    spreads: dict[Cell, Spread]
    paid: dict[str, dict[int, tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Span:
    """From one moment (UTC) until before another."""

    since: datetime
    until: datetime

    def holds(self, at: Any) -> Any:
        """Whether a column's moments lie in it."""
        return (at >= _moment(self.since)) & (at < _moment(self.until))


def counted(since: datetime, until: datetime) -> Counted:
    """Everything counted between two moments (UTC), orders as they stood at the end."""
    connection = lake.connection()
    return count(connection.table("beacons"), connection.table("facts"), goods(), told(), Span(since, until))


def goods() -> Any:
    """The products of all stores: `product` and `shop` (public ids), `topic` (slug of the category)."""
    rows = Product.objects.across_stores("the market is all stores").values_list(
        "public_id", "store__public_id", "category__slug"
    )
    return _table(
        list(rows.iterator(chunk_size=5000)), product=pa.string(), shop=pa.string(), topic=pa.string()
    )


def told() -> Any:
    """Who said their birth decade: `who` (public id), `decade`."""
    return _table(list(decades_told()), who=pa.string(), decade=pa.int64())


def count(beacons: Any, facts: Any, products: Any, people: Any, span: Span) -> Counted:
    """The same of any tables with the columns of `beacons`, `facts`, `goods` and `told`."""
    placed = orders(
        facts.filter(facts.at < _moment(span.until), facts.person.notnull(), facts.store.notnull())
    )
    kept = placed.filter(placed.kept)
    now = kept.filter(span.holds(kept.at))
    deeds = ibis.union(
        _came(beacons, now, span), _looked(beacons, products, span), _bought(facts, now, products, span),
        _traits(kept, now, span), distinct=True,
    )  # fmt: skip
    return Counted(_spreads(_with_decades(deeds, people)), _paid(_with_decades(now, people)))


def _came(beacons: Any, now: Any, span: Span) -> Any:
    seen = _views(beacons, span)
    rows = ibis.union(seen.select("store", "person"), now.select("store", "person"), distinct=True)
    return _named(rows, CAME, ANY)


def _looked(beacons: Any, products: Any, span: Span) -> Any:
    seen = _views(beacons, span)
    met = seen.inner_join(products, [("ref", "product")])
    return _named(met.select("person", "topic", store=met.shop), LOOKED)


def _views(beacons: Any, span: Span) -> Any:
    return beacons.filter(
        beacons.name == "view", span.holds(beacons.at), beacons.person.notnull(), beacons.store.notnull()
    )


def _bought(facts: Any, now: Any, products: Any, span: Span) -> Any:
    lines = sold(facts.filter(span.holds(facts.at), facts.person.notnull()))
    lines = lines.select("person", "order", bought=lines.line["product"].unwrap_as("string"))
    met = lines.semi_join(now.select("order"), "order").inner_join(products, [("bought", "product")])
    rows = _named(met.select("person", "topic", store=met.shop), BOUGHT)
    return ibis.union(rows, _named(now.select("store", "person"), BOUGHT, ANY))


def _traits(kept: Any, now: Any, span: Span) -> Any:
    """Those who bought at least for the second time, and those who used an offer."""
    sums = kept.group_by(["store", "person"]).aggregate(many=kept.count(), last=kept["at"].max())
    again = sums.filter(sums.many >= 2, sums["last"] >= _moment(span.since)).select("store", "person")
    offer = now.filter(now.off_minor > 0).select("store", "person")
    return ibis.union(_named(again, AGAIN, ANY), _named(offer, OFFER, ANY))


def _named(rows: Any, what: str, topic: str | None = None) -> Any:
    more = {} if topic is None else {"topic": ibis.literal(topic)}
    return rows.mutate(what=ibis.literal(what), **more).select(*WHO)


def _with_decades(rows: Any, people: Any) -> Any:
    met = rows.left_join(people, [("person", "who")])
    return met.mutate(decade=ibis.coalesce(met.decade, UNKNOWN))


def _spreads(deeds: Any) -> dict[Cell, Spread]:
    """People per cell, and per store; `alone`: those of no other store. `deeds` has no row twice."""
    deeds = ibis.memtable(deeds.to_pyarrow())  # Three sums are made of it; the lake is read once.
    places = deeds.group_by([*DISTINCT, "person"]).aggregate(places=deeds.count(), store=deeds.store.min())
    whole = places.group_by(list(DISTINCT)).aggregate(people=places.count())
    alone = (
        places.filter(places.places == 1)
        .group_by([*DISTINCT, "store"])
        .aggregate(alone=lambda rows: rows.count())
    )
    shops = deeds.group_by([*DISTINCT, "store"]).aggregate(people=deeds.count())
    found: dict[Cell, Spread] = {_cell(row): Spread(int(row["people"])) for row in _rows(whole)}
    only = {(_cell(row), row["store"]): int(row["alone"]) for row in _rows(alone)}
    for row in _rows(shops):
        cell, store = _cell(row), row["store"]
        found[cell].stores[store] = (int(row["people"]), only.get((cell, store), 0))
    return found


def _paid(now: Any) -> dict[str, dict[int, tuple[int, int]]]:
    sums = now.group_by(["store", "decade"]).aggregate(minor=now.left_minor.sum(), orders=now.count())
    found: dict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
    for row in _rows(sums):
        found[row["store"]][int(row["decade"])] = (int(row["minor"] or 0), int(row["orders"]))
    return dict(found)


def _cell(row: Mapping[str, Any]) -> Cell:
    return (row["what"], row["topic"]), int(row["decade"])


def _rows(table: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return rows


def _table(rows: list[tuple[Any, ...]], **types: Any) -> Any:
    columns: list[Any] = [list(column) for column in zip(*rows, strict=True)] or [[] for _name in types]
    arrays = {
        name: pa.array(column, kind) for (name, kind), column in zip(types.items(), columns, strict=True)
    }
    return ibis.memtable(pa.table(arrays))


def _moment(at: datetime) -> Any:
    return ibis.literal(at.replace(tzinfo=None), "timestamp")
