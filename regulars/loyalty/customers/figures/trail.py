"""The trail: one row per thing a person did with a store, whichever stream told it.

Columns: `person` (public id), `at` (UTC without a zone), `kind`, `ref` (a product's or an offer's public id),
`source`, `order` (public id), `amount_minor`, `quantity`. Kinds: what beacons report (`view`, `click`, `linger`,
`search`, `share`, `play`), `followed`, `left`, `basket`, `claimed`, `placed`, `paid`, `bought` (one row per sold
line), `undone` (an order that was given back whole), `refunded`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from regulars.ground import lake
from regulars.ground.kit.later import ibis
from regulars.ground.lake.sitting import kept

COLUMNS = ("person", "at", "kind", "ref", "source", "order", "amount_minor", "quantity")
SOME_STORE, SOME_TIME = "any store", datetime(1999, 9, 9, tzinfo=UTC)
BEHAVIOUR = ("view", "click", "linger", "search", "share", "play")
PAID, REFUND = "trade.order-paid.v1", "trade.refund-made.v1"
TOLD: Mapping[str, str] = {
    "loyalty.store-followed.v1": "followed",
    "loyalty.store-left.v1": "left",
    "trade.basket-filled.v1": "basket",
    "trade.offer-claimed.v1": "claimed",
    "trade.order-placed.v1": "placed",
    REFUND: "refunded",
}


def trail(store: str, until: datetime) -> Any:
    """Everything people did with the store (public id) before `until` (UTC), as an Ibis table.

    Orders count as they stood then: `paid` carries what was left of the payment after refunds made before
    `until`, and an order refunded whole is `undone` instead.
    """
    return kept(
        ("trail", store, until), lambda: _trail(store, until), in_memory=lambda: _in_memory(store, until)
    )


def _in_memory(store: str, until: datetime) -> Any:
    """The same rows as an Arrow table, by a plan that is worked out once in a process."""
    given = {"store": store, "until": until.replace(tzinfo=None)}
    rows = lake.connection().con.sql(_text(), params=given)
    return rows.to_arrow_table()


@cache
def _text() -> str:
    """The plan as SQL with `$store` and `$until`."""
    plan = ibis.to_sql(_trail(SOME_STORE, SOME_TIME))
    marked = str(plan).replace(f"'{SOME_STORE}'", "$store")
    marked = marked.replace("MAKE_TIMESTAMP(1999, 9, 9, 0, 0, 0.0)", "$until")
    # Sums come as wider numbers from the engine itself.
    columns = ", ".join(
        f'CAST("{name}" AS BIGINT) AS "{name}"' if _TYPES.get(name) == "int64" else f'"{name}"'
        for name in COLUMNS
    )
    return f"SELECT {columns} FROM ({marked})"


def _trail(store: str, until: datetime) -> Any:
    connection = lake.connection()
    moment = ibis.literal(until.replace(tzinfo=None))
    beacons = connection.table("beacons")
    beacons = beacons.filter(beacons.store == store, beacons.at < moment, beacons.person.notnull())
    facts = connection.table("facts")
    facts = facts.filter(facts.store == store, facts.at < moment, facts.person.notnull())
    paid = _paid(facts)
    return ibis.union(_behaved(beacons), _told(facts), paid, _bought(facts, paid), distinct=False)


def _behaved(beacons: Any) -> Any:
    rows = beacons.filter(beacons.name.isin(BEHAVIOUR))
    return _shaped(rows, kind=rows.name, ref=rows.ref, source=rows.source)


def _told(facts: Any) -> Any:
    rows = facts.filter(facts.name.isin(list(TOLD)))
    kind = rows.name.cases(*TOLD.items(), else_="other")
    amount = ibis.coalesce(_number(rows, "amount_minor"), _number(rows, "total_minor"), 0)
    about = ibis.coalesce(lake.prop(rows.body, "offer"), lake.prop(rows.body, "product"))
    return _shaped(rows, kind=kind, ref=about, order=lake.prop(rows.body, "order"), amount_minor=amount)


def orders(facts: Any) -> Any:
    """Every paid order among these facts, as an Ibis table, as it stood after the refunds among them.

    Columns: `store` and `person` (public ids), `at`, `order`, `kept` (not given back whole), `left_minor` (paid, less
    what went back), `off_minor` (what coupons and the like took off).
    """
    back = facts.filter(facts.name == REFUND)
    back = back.select(
        back_order=lake.prop(back.body, "order"),
        back_minor=_number(back, "amount_minor"),
        whole=back.body.cast("json")["whole"].unwrap_as("bool"),
    )
    sums = back.group_by("back_order").aggregate(
        back_minor=back.back_minor.sum(), wholly=back.whole.cast("int64").max()
    )
    rows = facts.filter(facts.name == PAID)
    rows = rows.mutate(order=lake.prop(rows.body, "order"))
    met = rows.left_join(sums, rows.order == sums.back_order)
    off = [ibis.coalesce(_number(met, name), 0) for name in ("store_discount_minor", "market_discount_minor")]
    return met.select(
        "store",
        "person",
        "at",
        "order",
        kept=ibis.coalesce(met.wholly, 0) == 0,
        left_minor=_number(met, "paid_minor") - ibis.coalesce(met.back_minor, 0),
        off_minor=off[0] + off[1],
    )


def sold(facts: Any) -> Any:
    """The lines of every paid order among these facts: `person`, `at`, `order`, `line` (JSON)."""
    rows = facts.filter(facts.name == PAID)
    lines = rows.body.cast("json")["lines"].unwrap_as("array<json>")
    return rows.mutate(order=lake.prop(rows.body, "order"), line=lines.unnest())


def _paid(facts: Any) -> Any:
    rows = orders(facts)
    kind = ibis.ifelse(rows.kept, "paid", "undone")
    return _shaped(rows, kind=kind, order=rows.order, amount_minor=rows.left_minor)


def _bought(facts: Any, paid: Any) -> Any:
    """One row per line of the orders that were kept."""
    kept = paid.filter(paid.kind == "paid").select("order")
    rows = sold(facts).semi_join(kept, "order")
    return _shaped(
        rows,
        kind=ibis.literal("bought"),
        ref=rows.line["product"].unwrap_as("string"),
        order=rows.order,
        amount_minor=rows.line["paid_minor"].unwrap_as("int64"),
        quantity=rows.line["quantity"].unwrap_as("int64"),
    )


def _number(rows: Any, key: str) -> Any:
    return rows.body.cast("json")[key].unwrap_as("int64")


def _shaped(rows: Any, **given: Any) -> Any:
    """The rows in the trail's columns; what is not given is empty."""
    empty = {
        "ref": ibis.null("string"),
        "source": ibis.null("string"),
        "order": ibis.null("string"),
        "amount_minor": ibis.literal(0, "int64"),
        "quantity": ibis.literal(1, "int64"),
    }
    columns = {**empty, **given}
    columns = {name: columns[name].cast(_TYPES[name]) for name in COLUMNS if name in columns}
    picked = rows.select(person=rows.person, at=rows.at, **columns)
    return picked.select(*COLUMNS)


_TYPES = {
    "kind": "string",
    "ref": "string",
    "source": "string",
    "order": "string",
    "amount_minor": "int64",
    "quantity": "int64",
}
